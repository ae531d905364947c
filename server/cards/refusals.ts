import type { RefusalTable } from '../platform/refusal.ts'

export const cardRefusals = {
  'card-unknown': {
    status: 404,
    zh: '这张卡在这里不能使用，请核对卡号，或换一张卡。',
    en: 'This card cannot be used here. Check its number, or try another card.',
  },
  'card-not-in-state': {
    status: 409,
    zh: '这张卡目前的状态不允许此操作。',
    en: 'In its present state this cannot be done with the card.',
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
  'card-in-box': {
    status: 409,
    zh: '这张卡在封好的盒子里，请先开盒。',
    en: 'This card lies in a sealed box. Open the box first.',
  },
} as const satisfies RefusalTable
