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
  'coupon-terms-wrong': {
    status: 422,
    zh: '请为优惠券填写券的面值；只有按金额的券可以找零。',
    en: 'A coupon needs what its voucher is worth; only an amount can keep change. Other gifts have none.',
  },
  'gift-not-goods': {
    status: 422,
    zh: '只有实物礼品有库存；优惠券和服务不用入库。',
    en: 'Only goods lie in stock. Coupons and services need no delivery.',
  },
  'gift-not-service': {
    status: 422,
    zh: '只有服务可以开放预约。',
    en: 'Only a service has appointments.',
  },
  'hours-wrong': {
    status: 422,
    zh: '结束时间太早，容不下一次预约，请检查时间。',
    en: 'The day ends before one appointment is over. Look at the hours again.',
  },
  'day-over': {
    status: 422,
    zh: '这段时间已经过去，请选择以后的日期。',
    en: 'Those hours are over. Choose a later day.',
  },
  'slot-needed': {
    status: 422,
    zh: '请先选择预约时间。',
    en: 'Choose a time for the appointment first.',
  },
  'slot-unknown': {
    status: 404,
    zh: '没有这个预约时间，请从列表中选择。',
    en: 'There is no such appointment. Choose one from the list.',
  },
  'slot-begun': {
    status: 409,
    zh: '这个时间已经开始，请选择以后的时间。',
    en: 'This appointment has begun. Choose a later one.',
  },
  'slot-full': {
    status: 409,
    zh: '这个时间刚刚约满，请选择别的时间。',
    en: 'This appointment has just become full. Choose another time.',
  },
  'slot-taken-already': {
    status: 409,
    zh: '会员已预约了这个时间，请选择别的时间。',
    en: 'The member has a place at this time already. Choose another time.',
  },
  'slot-fuller': {
    status: 409,
    zh: '已有更多会员预约，人数不能少于已预约的。',
    en: 'More members have a place already. Fewer than that cannot be set.',
  },
  'below-redemption-threshold': {
    status: 422,
    zh: '按会员计划的规则，一次兑换的积分还没有到起兑线，请选积分更多的礼品。',
    en: "One redeems from more points on, by the programme's rules. Choose a gift that costs more.",
  },
  'not-in-redemption-steps': {
    status: 422,
    zh: '按会员计划的规则，兑换积分须是规定单位的整数倍，请联系服务台。',
    en: "The price is not in the steps of the programme's rules. Ask at the service desk.",
  },
  'redemption-cap-reached': {
    status: 409,
    zh: '今天可兑换的积分已到上限，请明天再来。',
    en: 'What can be redeemed in a day is reached. Come again tomorrow.',
  },
  'same-place': {
    status: 422,
    zh: '调出和调入是同一个地点，请选择两个不同的地点。',
    en: 'Both places are the same. Choose two different ones.',
  },
  'redemption-unknown': {
    status: 404,
    zh: '没有这笔兑换，请核对取件码。',
    en: 'There is no such redemption. Check the pick-up code.',
  },
  'redemption-over': {
    status: 409,
    zh: '这个兑换已经结束（已领取、已取消或已过期），请会员重新兑换。',
    en: 'This redemption is over: handed over, cancelled or expired. The member can redeem again.',
  },
  'pick-up-tries-used-up': {
    status: 429,
    zh: '取件码输错太多次，请十五分钟后再试。',
    en: 'Too many wrong pick-up codes. Try again in fifteen minutes.',
  },
  'pick-up-code-wrong': {
    status: 422,
    zh: '取件码不对，请核对会员屏幕上的六位数字。',
    en: "The pick-up code is wrong. Compare the six digits on the member's screen.",
  },
} as const satisfies RefusalTable
