import type { RefusalTable } from '../platform/refusal.ts'

export const partnerRefusals = {
  'partner-unknown': {
    status: 404,
    zh: '没有这个合作伙伴，请从列表中选择。',
    en: 'There is no such partner. Choose one from the list.',
  },
  'partner-name-taken': {
    status: 409,
    zh: '已有同名合作伙伴，请换个名称。',
    en: 'There is a partner of this name already. Choose another.',
  },
  'partner-stopped': {
    status: 423,
    zh: '与该合作伙伴的合作已暂停，不接受新的积分往来。',
    en: 'Work with this partner is stopped: no points are given or taken.',
  },
  'partner-key-unknown': {
    status: 404,
    zh: '没有这把密钥，或它已停用。',
    en: 'There is no such key, or it is revoked already.',
  },
  'agreement-unknown': {
    status: 404,
    zh: '没有这份协议，请核对编号。',
    en: 'There is no such agreement. Compare its number.',
  },
  'agreement-open': {
    status: 409,
    zh: '已有一份协议待批准，请先批准或退回。',
    en: 'An agreement waits for approval already. Have it approved or refused first.',
  },
  'agreement-decided': {
    status: 409,
    zh: '这份协议已经批准或退回。',
    en: 'This agreement was approved or refused already.',
  },
  'agreement-empty': {
    status: 422,
    zh: '协议至少要约定一种：发放积分或使用积分。',
    en: 'An agreement is about giving points, taking points, or both.',
  },
  'agreement-start-taken': {
    status: 409,
    zh: '同一时间已有另一版本开始，请换个开始时间。',
    en: 'Another version starts at that moment. Choose another start.',
  },
  'no-agreement-then': {
    status: 422,
    zh: '发生时没有生效的协议，请核对时间。',
    en: 'No agreement was in force at that moment. Check the time.',
  },
  'partner-not-agreed': {
    status: 422,
    zh: '当时的协议不包含这种积分往来。',
    en: 'The agreement of that moment does not provide for this.',
  },
  'points-or-amount': {
    status: 422,
    zh: '请只提供积分或金额之一；按金额计算须协议约定比例。',
    en: 'Send points or an amount, one of them; an amount needs a rate in the agreement.',
  },
  'amount-too-small': {
    status: 422,
    zh: '金额不足一分，不产生积分。',
    en: 'The amount does not make a full point.',
  },
  'amount-too-large': {
    status: 422,
    zh: '按此金额计算的积分过多，请核对金额。',
    en: 'The amount makes too many points for one entry. Check the amount.',
  },
  'partner-too-late': {
    status: 422,
    zh: '发生时间超过协议约定的补报期限。',
    en: 'It happened longer ago than the agreement allows to send.',
  },
  'partner-limit-reached': {
    status: 422,
    zh: '超过协议约定的当日或当月积分上限。',
    en: "It exceeds the agreement's limit of the day or the month.",
  },
  'partner-reference-taken': {
    status: 409,
    zh: '这个业务编号已经用过，请核对。',
    en: 'This reference was used already. Compare it.',
  },
  'partner-entry-unknown': {
    status: 404,
    zh: '没有这笔记录，请核对业务编号。',
    en: 'There is no such entry. Compare its reference.',
  },
  'partner-entry-final': {
    status: 409,
    zh: '已过可取消期限，请联系商场以更正分录处理。',
    en: 'The time to cancel it is over. Ask the shop for a correcting entry.',
  },
  'partner-entry-cancelled': {
    status: 409,
    zh: '这笔记录已经取消。',
    en: 'This entry was cancelled already.',
  },
  'adjustment-empty': {
    status: 422,
    zh: '更正金额不能为零。',
    en: 'A correction of nothing corrects nothing.',
  },
  'settlement-unknown': {
    status: 404,
    zh: '没有这份结算单，请从列表中选择。',
    en: 'There is no such settlement. Choose one from the list.',
  },
  'settlement-open': {
    status: 409,
    zh: '已有一份结算单待批准，请先批准或退回。',
    en: 'A settlement waits for approval already. Have it approved or refused first.',
  },
  'settlement-not-next': {
    status: 409,
    zh: '结算须按月份顺序进行，请先结算最早的未结月份。',
    en: 'Months are settled one after another. Settle the first open one.',
  },
  'month-not-over': {
    status: 422,
    zh: '这个月还没有结束，结束后才能结算。',
    en: 'This month is not over yet. Settle it once it is.',
  },
  'settlement-decided': {
    status: 409,
    zh: '这份结算单已经批准或退回。',
    en: 'This settlement was approved or refused already.',
  },
  'settlement-not-closed': {
    status: 409,
    zh: '结算单批准后才能标记。',
    en: 'A settlement is marked once it is closed.',
  },
  'settlement-marked': {
    status: 409,
    zh: '已经标记过，不能更改。',
    en: 'It was marked already, and that is kept.',
  },
} as const satisfies RefusalTable
