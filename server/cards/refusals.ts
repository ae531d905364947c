import type { RefusalTable } from '../platform/refusal.ts'

export const cardRefusals = {
  'design-unknown': {
    status: 404,
    zh: '没有这个卡面设计，请从列表中选择。',
    en: 'There is no such design. Choose one of the list.',
  },
  'programme-full': {
    status: 409,
    zh: '这个会员计划的卡号已用完，请为新批次选择另一个计划。',
    en: 'The card numbers of this programme are used up. Order a new batch under another programme.',
  },
  'level-unknown': {
    status: 404,
    zh: '这个会员计划没有该等级，请从其等级中选择。',
    en: 'This programme has no such level. Choose one of its levels.',
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
  'card-unknown': { status: 404, zh: '没有这张卡。', en: 'There is no such card.' },
  'card-not-in-state': {
    status: 409,
    zh: '这张卡目前的状态不允许此操作。',
    en: 'In its present state this cannot be done with the card.',
  },
  'place-unknown': {
    status: 404,
    zh: '没有这个地点，请从列表中选择。',
    en: 'There is no such place. Choose one of the list.',
  },
  'too-few-cards': {
    status: 409,
    zh: '那里没有这么多制好的卡，请减少数量。',
    en: 'There are not so many finished cards there. Take fewer.',
  },
  'card-not-genuine': {
    status: 422,
    zh: '这不是我们的卡，或无法识别。请换一张卡。',
    en: 'This is not a card of ours, or cannot be recognised. Take another card.',
  },
  'card-copied': {
    status: 409,
    zh: '这条感应信息以前用过，可能是复制的。请把卡片再贴一次。',
    en: 'This message was used before and may be a copy. Tap the card itself again.',
  },
  'stripe-edited': {
    status: 409,
    zh: '磁条内容被改动过，请改用感应，并通知管理员。',
    en: 'The stripe was changed. Tap the card instead and tell an administrator.',
  },
  'card-not-ready': {
    status: 409,
    zh: '这张卡还没有制好，请换一张。',
    en: 'This card is not finished. Take another one.',
  },
  'card-elsewhere': {
    status: 409,
    zh: '这张卡属于另一个地点，请用本地点的卡。',
    en: 'This card belongs to another place. Take one of this place.',
  },
  'card-already-given': {
    status: 409,
    zh: '这张卡已发给会员，请换一张。',
    en: 'This card was given to a member already. Take another one.',
  },
} as const satisfies RefusalTable
