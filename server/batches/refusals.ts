import type { RefusalTable } from '../platform/refusal.ts'

export const batchRefusals = {
  'batch-unknown': { status: 404, zh: '没有这个批次。', en: 'There is no such batch.' },
  'batch-closed': {
    status: 409,
    zh: '这个批次已结束，请另开新批次。',
    en: 'This batch is closed. Order a new one.',
  },
  'cursor-unknown': {
    status: 400,
    zh: '翻页标记无效，请从第一页开始。',
    en: 'This is not a page mark of ours. Begin with the first page.',
  },
  'no-blanks-left': {
    status: 409,
    zh: '账上没有足够的空白卡，请先登记收到的空白卡。',
    en: 'By the books there are not enough blanks. Record those that came in first.',
  },
  'cards-unfinished': {
    status: 409,
    zh: '有卡片写到一半，请先写完或作废。',
    en: 'Some cards are half encoded. Finish or spoil them first.',
  },
  'batch-unbalanced': {
    status: 409,
    zh: '收卡和写卡之间对不上：清点的空白卡与账面不符。请重新清点，或登记退回、作废的空白卡。',
    en: 'Something is missing between receipt and encoding: the count of blanks differs from the books. Count again, or record what went back or was spoiled.',
  },
  'nothing-to-print': {
    status: 409,
    zh: '这个范围内没有可打印的卡片。',
    en: 'There is no card to print in this range.',
  },
  'batch-not-in-state': {
    status: 409,
    zh: '这个批次现在还不能做这一步，或已经做过，请看页面上的步骤。',
    en: 'In its present state this cannot be done with the batch. The steps on its page say what is next.',
  },
  'card-of-another-batch': {
    status: 409,
    zh: '这张卡属于另一个批次，请放回去。',
    en: 'This card belongs to another batch. Put it back there.',
  },
  'chip-unread': {
    status: 409,
    zh: '印刷的码证明不了芯片。请把卡放到读卡器上。',
    en: 'What is printed says nothing of the chip. Lay the card on a reader.',
  },
  'stripe-unread': {
    status: 409,
    zh: '印刷的码证明不了磁条。请在站点的刷卡器上刷这张卡。',
    en: 'What is printed says nothing of the stripe. Swipe the card at a station.',
  },
  'card-already-verified': {
    status: 409,
    zh: '这张卡已经验过，请换一张。',
    en: 'This card was verified already. Take another one.',
  },
  'blank-count-differs': {
    status: 409,
    zh: '清点的张数和账面不符。请再数一次，或写明原因。',
    en: 'The count differs from the books. Count again, or give the reason.',
  },
  'finished-unbalanced': {
    status: 409,
    zh: '写卡和装盒之间对不上：办公室里写好的卡与账面不符。请重新清点，或把缺的卡作废。',
    en: 'Something is missing between encoding and boxing: the finished cards in the office differ from the books. Count again, or spoil what is missing.',
  },
  'card-field-unknown': {
    status: 409,
    zh: '这款卡面没有这一项内容，请刷新页面后再填。',
    en: 'The design of these cards has no such field. Load the page again, then fill it in.',
  },
  'card-words-wrong': {
    status: 409,
    zh: '有一项不能按卡面的格式印刷：金额请写数字，日期请写成 2029-12-31。',
    en: 'One of the fields cannot be printed as the design writes it. Write amounts in digits and days as 2029-12-31.',
  },
  'cards-all-printed': {
    status: 409,
    zh: '这些卡都已经印好或正在打印任务里，内容不能再改。',
    en: 'These cards are all printed already or in a print job. What they say can no longer be changed.',
  },
  'card-words-unfit': {
    status: 409,
    zh: '这样写在卡面上放不下，或有字库里没有的字。请写短一些或换个写法。',
    en: 'On the card this does not fit, or a character is missing from its typeface. Write it shorter or in another way.',
  },
  'expiry-in-past': {
    status: 409,
    zh: '这一天已经过去，请选今天或以后的日期。',
    en: 'This day is over. Choose today or a later day.',
  },
  'transport-key-unknown': {
    status: 404,
    zh: '没有这把运输密钥，请从列表中选择。',
    en: 'There is no such transport key. Choose one of the list.',
  },
  'transport-key-unfit': {
    status: 409,
    zh: '这种芯片没有运输密钥，请不选密钥再下单。',
    en: 'Blanks of this chip come without a transport key. Order without one.',
  },
  'transport-key-known': {
    status: 409,
    zh: '已有同名的运输密钥，请换一个名称。',
    en: 'There is a transport key of this name. Give it another one.',
  },
  'check-value-wrong': {
    status: 409,
    zh: '校验值与密钥不符，请核对供应商给的两个数。',
    en: 'The check value does not belong to this key. Compare both with what the supplier sent.',
  },
} as const satisfies RefusalTable
