import { ZONE } from '../platform/clock.ts'

export type Language = 'zh-CN' | 'en'

/** Words of the receipt and the day's report, side by side so that none is missing in one language. */
const zh = {
  receiptTitle: '入会凭证',
  reportTitle: '展位日报',
  booth: '展位',
  time: '时间',
  member: '会员',
  phone: '手机',
  cardNumber: '卡号',
  gift: '礼品',
  noGift: '无',
  welcomePoints: '入会积分',
  points: (count: number) => `${count} 分`,
  newMember: '欢迎入会！卡已生效，本次所得积分可在会员机上查询。',
  knownMember:
    '此手机号已是会员：不重复入会、不重复赠礼。新卡可以立即积分；在会员机上验证本人后，与原账户共用余额，旧卡随即停用。',
  number: '编号',
  enrolments: '入会',
  newMembers: '新会员',
  knownMembers: '已有会员',
  driveTotal: '活动累计 / 目标',
  stock: '卡与礼品',
  item: '项目',
  handedOut: '发出',
  expected: '应有',
  counted: '实点',
  variance: '差异',
  reason: '原因',
  source: '渠道',
  people: '促销员',
  count: '人数',
  total: '合计',
  others: (count: number) => `其余 ${count} 项`,
  leftOut: (count: number) => `另有 ${count} 项未列出，详见系统中的盘点记录。`,
  countedBy: (name: string, time: string) => `盘点：${name}（${time}）`,
  signedBy: (name: string, time: string) => `复核：${name}（${time}）`,
  notSigned: '复核：尚未签字',
} as const

type Wording = {
  readonly [Key in keyof typeof zh]: (typeof zh)[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : string
}

const en: Wording = {
  receiptTitle: 'Enrolment receipt',
  reportTitle: 'Booth report of the day',
  booth: 'Booth',
  time: 'Time',
  member: 'Member',
  phone: 'Phone',
  cardNumber: 'Card number',
  gift: 'Gift',
  noGift: 'none',
  welcomePoints: 'Welcome points',
  points: (count) => `${count} ${count === 1 ? 'point' : 'points'}`,
  newMember: 'Welcome! The card works from now on. See your points at any member kiosk.',
  knownMember:
    'This phone belongs to a member already: no second membership and no second gift. The new card earns points at once. Prove at a member kiosk that you are its holder: then it shares the balance and the old card stops.',
  number: 'Number',
  enrolments: 'Enrolments',
  newMembers: 'New members',
  knownMembers: 'Known members',
  driveTotal: 'Drive so far / target',
  stock: 'Cards and gifts',
  item: 'Item',
  handedOut: 'Handed out',
  expected: 'Expected',
  counted: 'Counted',
  variance: 'Variance',
  reason: 'Reason',
  source: 'Source',
  people: 'Promoters',
  count: 'People',
  total: 'Total',
  others: (count) => `${count} others`,
  leftOut: (count) => `${count} more ${count === 1 ? 'item is' : 'items are'} in the count's record.`,
  countedBy: (name, time) => `Counted by ${name} (${time})`,
  signedBy: (name, time) => `Signed by ${name} (${time})`,
  notSigned: 'Not signed yet',
}

export const wordingIn = (language: Language): Wording => (language === 'en' ? en : zh)

export const timeIn = (language: Language, moment: Date): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE }).format(
    moment,
  )
