import type { CountWhy } from './evening-schema.ts'
import type { Language } from './document-wording.ts'
import type { CostKind } from './plan-schema.ts'

const zh = {
  title: '活动总结',
  summary: '概况',
  enrolments: '入会',
  newMembers: '新会员',
  target: '目标',
  cost: '费用（元）',
  costPerMember: '每位新会员费用（元）',
  after7: '7 天内消费',
  after30: '30 天内消费',
  activityNote: '消费：新会员入会后 7 天或 30 天内至少有一笔付款且未全部退货的消费；只算入会已满这些天的人。',
  costs: '费用',
  kind: '类别',
  name: '名称',
  total: '合计',
  sources: '渠道比较',
  source: '渠道',
  booths: '展位',
  people: '促销员',
  hours: '在班（小时）',
  cardsPerHour: '每小时发卡',
  spoilage: '损耗',
  spoiledGifts: '损坏礼品',
  item: '项目',
  pieces: '件数',
  cards: '会员卡',
  variance: '盘点差异',
  explained: '差异说明',
  day: '日期',
  booth: '展位',
  reason: '原因',
  signed: '已复核',
  yes: '是',
  no: '否',
  unsigned: (counts: number) => `还有 ${counts} 次盘点没有复核签字。`,
  kinds: {
    people: '人员',
    media: '媒体',
    gifts: '礼品',
    cards: '卡',
    rent: '场地',
    other: '其他',
  } satisfies Record<CostKind, string>,
  whys: {
    lost: '遗失',
    broken: '损坏',
    'given-unbooked': '已发未登记',
    'wrong-delivery': '送货数量不符',
    miscounted: '先前数错',
    other: '其他',
  } satisfies Record<CountWhy, string>,
} as const

type Words = {
  readonly [Key in keyof typeof zh]: (typeof zh)[Key] extends (...values: infer Values) => string
    ? (...values: Values) => string
    : (typeof zh)[Key] extends string
      ? string
      : Readonly<Record<keyof (typeof zh)[Key], string>>
}

const en: Words = {
  title: 'Results of the drive',
  summary: 'Summary',
  enrolments: 'Enrolments',
  newMembers: 'New members',
  target: 'Target',
  cost: 'Cost (yuan)',
  costPerMember: 'Cost per new member (yuan)',
  after7: 'Bought within 7 days',
  after30: 'Bought within 30 days',
  activityNote:
    'Bought: a new member paid for something within 7 or 30 days of joining and did not give all of it back; only people who joined that long ago count.',
  costs: 'Costs',
  kind: 'Kind',
  name: 'Name',
  total: 'Total',
  sources: 'Sources compared',
  source: 'Source',
  booths: 'Booths',
  people: 'Promoters',
  hours: 'Hours on shift',
  cardsPerHour: 'Cards per hour',
  spoilage: 'Spoilage',
  spoiledGifts: 'Gifts spoiled',
  item: 'Item',
  pieces: 'Pieces',
  cards: 'Membership cards',
  variance: 'Variance of the counts',
  explained: 'How it was explained',
  day: 'Day',
  booth: 'Booth',
  reason: 'Reason',
  signed: 'Signed',
  yes: 'yes',
  no: 'no',
  unsigned: (counts) => `${counts} ${counts === 1 ? 'count is' : 'counts are'} not signed yet.`,
  kinds: {
    people: 'People',
    media: 'Media',
    gifts: 'Gifts',
    cards: 'Cards',
    rent: 'Rent',
    other: 'Other',
  },
  whys: {
    lost: 'lost',
    broken: 'broken',
    'given-unbooked': 'given, not booked',
    'wrong-delivery': 'delivery was short or long',
    miscounted: 'miscounted before',
    other: 'other',
  },
}

export type ResultsWords = Words
export const resultsWords = (language: Language): Words => (language === 'en' ? en : zh)
