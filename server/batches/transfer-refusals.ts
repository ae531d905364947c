import type { RefusalTable } from '../platform/refusal.ts'

export const transferRefusals = {
  'too-few-cards': {
    status: 409,
    zh: '那里没有这么多制好的卡，请减少数量。',
    en: 'There are not so many finished cards there. Take fewer.',
  },
  'cards-not-planned': {
    status: 409,
    zh: '那里的活动方案用另一种卡（卡面或会员计划不同）。请选别的批次，或先改活动方案。',
    en: 'The drive there is planned with other cards: another design or programme. Choose another batch, or change the plan of the drive first.',
  },
  'cards-unverified': {
    status: 409,
    zh: '抽验还没有做够，请先把规定张数的卡再读一遍。',
    en: 'Not enough cards were verified. Read the required number again first.',
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
} as const satisfies RefusalTable
