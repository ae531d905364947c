import type { RefusalTable } from '../platform/refusal.ts'

export const giftRefusals = {
  'gift-unknown': {
    status: 404,
    zh: '没有这件礼品，请从列表中选择。',
    en: 'There is no such gift. Choose one from the list.',
  },
  'gift-name-taken': {
    status: 409,
    zh: '已有同名礼品，请换个名称。',
    en: 'There is a gift of this name already. Choose another.',
  },
  'gift-out-of-stock': {
    status: 409,
    zh: '这件礼品在此处已发完，请换一件，或先补货。',
    en: 'This gift is out of stock here. Choose another, or bring more first.',
  },
  'place-unknown': {
    status: 404,
    zh: '没有这个地点，请从列表中选择。',
    en: 'There is no such place. Choose one from the list.',
  },
  'same-place': {
    status: 422,
    zh: '调出和调入是同一个地点，请选择两个不同的地点。',
    en: 'Both places are the same. Choose two different ones.',
  },
  'redemption-unknown': {
    status: 404,
    zh: '没有这个兑换，请让会员再出示取件码。',
    en: 'There is no such redemption. Ask the member for the pick-up code again.',
  },
  'redemption-over': {
    status: 409,
    zh: '这个兑换已经结束（已领取、已取消或已过期），请会员重新兑换。',
    en: 'This redemption is over: handed over, cancelled or expired. The member can redeem again.',
  },
  'pick-up-code-wrong': {
    status: 422,
    zh: '取件码不对，请核对会员屏幕上的六位数字。',
    en: "The pick-up code is wrong. Compare the six digits on the member's screen.",
  },
} as const satisfies RefusalTable
