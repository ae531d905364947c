import type { RefusalTable } from '../platform/refusal.ts'

export const voucherRefusals = {
  'voucher-unknown': {
    status: 404,
    zh: '没有这张券，请核对券码的十二位字符。',
    en: 'There is no such voucher. Compare the twelve characters of its code.',
  },
  'voucher-tries-used-up': {
    status: 429,
    zh: '输错券码的次数太多，请十五分钟后再试。',
    en: 'Too many wrong voucher codes. Try again in fifteen minutes.',
  },
  'voucher-used': {
    status: 409,
    zh: '这张券已经用过，不能再用。',
    en: 'This voucher has been used and is not good again.',
  },
  'voucher-void': {
    status: 410,
    zh: '这张券已作废，请会员到服务台了解。',
    en: 'This voucher was voided. The member can ask at the service desk.',
  },
  'voucher-expired': {
    status: 410,
    zh: '这张券已过有效期。',
    en: 'This voucher is past its time.',
  },
  'voucher-not-theirs': {
    status: 403,
    zh: '这张券不属于这张卡的会员，或该卡尚未验证本人，不能使用。',
    en: 'This voucher is not of the member with this card, or the card is not yet proven to be theirs.',
  },
  'voucher-with-coupon': {
    status: 422,
    zh: '一张小票只能用一张券：优惠码和兑换券请二选一。',
    en: 'One receipt takes one of them: a coupon code or a voucher.',
  },
  'voucher-for-purchases': {
    status: 422,
    zh: '这张券要在购物结账时使用。',
    en: 'This voucher is used when a purchase is paid.',
  },
  'voucher-for-benefits': {
    status: 422,
    zh: '这是会员权益券，不能抵扣货款，请按权益核销。',
    en: "This voucher is for a level's benefit and takes nothing off a price.",
  },
  'voucher-below-minimum': {
    status: 422,
    zh: '这张小票未达到券的最低消费，或已是最低价，券不能再减。',
    en: 'The receipt is below what the voucher asks for, or at its floor price already.',
  },
  'voucher-changed': {
    status: 409,
    zh: '报价之后这张券已用去一部分，请重新询价。',
    en: 'Part of the voucher was used since the quote. Ask for the price again.',
  },
  'voucher-not-open': {
    status: 409,
    zh: '这张券已经用过、作废或过期，无需再作废。',
    en: 'This voucher is used, void or expired already.',
  },
  'voucher-not-used': {
    status: 409,
    zh: '这张券没有用过，无需退回。',
    en: 'This voucher has not been used, so there is nothing to give back.',
  },
  'benefit-unknown': {
    status: 404,
    zh: '这一级别没有这项权益。',
    en: 'This level has no such benefit.',
  },
  'benefit-not-counted': {
    status: 422,
    zh: '这项权益不限次数，无需领取，到店即可享受。',
    en: 'This benefit is not counted: it is given whenever it comes up.',
  },
  'benefit-used-up': {
    status: 409,
    zh: '这项权益今年的次数已用完，明年一月一日起恢复。',
    en: "This year's share of this benefit is used up. It begins anew on 1 January.",
  },
} as const satisfies RefusalTable
