import type { RefusalTable } from '../platform/refusal.ts'

export const batchRefusals = {
  'batch-not-in-state': {
    status: 409,
    zh: '这个批次现在还不能做这一步，或已经做过，请看页面上的步骤。',
    en: 'In its present state this cannot be done with the batch. The steps on its page say what is next.',
  },
  'same-person': {
    status: 409,
    zh: '这一步须由另一个人完成，请让同事登录后确认。',
    en: 'This wants a second person. Let a colleague sign in and confirm.',
  },
  'alone-needs-reason': {
    status: 409,
    zh: '店里只有您一个人，可以自己确认，但须写明原因。',
    en: 'You are the only person of this shop: you may confirm yourself, with a reason.',
  },
  'cards-unverified': {
    status: 409,
    zh: '抽验还没有做够，请先把规定张数的卡再读一遍。',
    en: 'Not enough cards were verified. Read the required number again first.',
  },
  'card-of-another-batch': {
    status: 409,
    zh: '这张卡属于另一个批次，请放回去。',
    en: 'This card belongs to another batch. Put it back there.',
  },
  'card-already-verified': {
    status: 409,
    zh: '这张卡已经验过，请换一张。',
    en: 'This card was verified already. Take another one.',
  },
  'card-in-box': {
    status: 409,
    zh: '这张卡在封好的盒子里，请先开盒。',
    en: 'This card lies in a sealed box. Open the box first.',
  },
  'card-on-the-way': {
    status: 409,
    zh: '这张卡正在交接途中，请先确认收到或撤回。',
    en: 'This card is on its way. Confirm the transfer or recall it first.',
  },
  'box-unknown': { status: 404, zh: '没有这个盒子。', en: 'There is no such box.' },
  'box-opened': {
    status: 409,
    zh: '这个盒子已经打开，请重新装盒。',
    en: 'This box was opened. Seal its cards in a new one.',
  },
  'box-not-here': {
    status: 409,
    zh: '这个盒子不在办公室，或里面的卡不齐。',
    en: 'This box is not in the office, or not complete.',
  },
  'transfer-unknown': { status: 404, zh: '没有这次交接。', en: 'There is no such transfer.' },
  'transfer-ended': {
    status: 409,
    zh: '这次交接已经确认或撤回。',
    en: 'This transfer was confirmed or recalled already.',
  },
  'transfer-count-differs': {
    status: 409,
    zh: '您点的张数和交出的不一样。请再点一次；仍不一样就让对方撤回，一起查找。此次已记录。',
    en: 'You counted another number than was sent. Count again; if it still differs, let the sender recall the cards. This was written down.',
  },
  'transfers-waiting': {
    status: 409,
    zh: '还有卡在交接途中，请先确认或撤回。',
    en: 'Some cards are still on their way. Confirm or recall them first.',
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
  'number-scheme-current': {
    status: 409,
    zh: '编号方案已是最新，不需要再换。',
    en: 'The number scheme is the newest already.',
  },
  'code-tries-card': {
    status: 429,
    zh: '这张卡今天输错太多次，请明天再试，或用感应。',
    en: 'Too many wrong codes for this card today. Try tomorrow, or tap the card.',
  },
  'code-tries-client': {
    status: 429,
    zh: '从这里输错太多次，请一小时后再试。',
    en: 'Too many wrong codes from here. Try again in an hour.',
  },
  'security-code-wrong': {
    status: 422,
    zh: '卡号和安全码不符，请对照卡背再输入。',
    en: 'Number and code do not belong together. Read both from the back of the card.',
  },
  'gs1-prefix-set': {
    status: 409,
    zh: 'GS1 厂商识别代码已设定，不能更改。',
    en: 'The GS1 company prefix is set and stays.',
  },
  'gs1-prefix-missing': {
    status: 409,
    zh: '还没有设定 GS1 厂商识别代码：先向 GS1 申请，再由管理员填写。',
    en: 'No GS1 company prefix is set. License one from GS1; an administrator enters it.',
  },
  'gs1-full': {
    status: 409,
    zh: '这个厂商识别代码的编号已用完，请向 GS1 申请更短的代码。',
    en: 'The numbers under this company prefix are used up. License a shorter one from GS1.',
  },
} as const satisfies RefusalTable
