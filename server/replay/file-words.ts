import type { PointsOf } from './tally.ts'

export type Language = 'zh-CN' | 'en'

interface FileWords {
  sheets: { sums: string; months: string; levels: string; flows: string; members: string }
  columns: { part: string; name: string; figure: string; recorded: string; today: string; draft: string }
  figures: {
    purchases: string
    sales: string
    discount: string
    refund: string
    points: string
    members: string
  }
  points: Record<PointsOf, string> & { outstanding: string }
  members: {
    card: string
    direction: string
    from: string
    today: string
    draft: string
    todayPoints: string
    draftPoints: string
  }
  directions: { up: string; down: string }
  period: string
  total: string
}

const zh: FileWords = {
  sheets: { sums: '合计', months: '按月', levels: '按级别', flows: '级别变化', members: '会员名单' },
  columns: {
    part: '部分',
    name: '名称',
    figure: '项目',
    recorded: '实际记录',
    today: '现行规则',
    draft: '草稿规则',
  },
  figures: {
    purchases: '消费笔数',
    sales: '销售额（元）',
    discount: '折扣（元）',
    refund: '退款（元）',
    points: '消费积分',
    members: '会员数',
  },
  points: {
    opening: '期初积分',
    purchases: '消费发放积分',
    welcome: '入会积分',
    given: '其他发放积分',
    takenBack: '退货收回积分',
    taken: '更正扣减积分',
    redeemed: '兑换积分',
    unredeemable: '不够兑换的积分',
    expired: '过期积分',
    pending: '期末待生效积分',
    spendable: '期末可用积分',
    owed: '期末欠回积分',
    outstanding: '期末未兑换积分（负债）',
  },
  members: {
    card: '卡号',
    direction: '变化',
    from: '期初级别',
    today: '现行规则期末级别',
    draft: '草稿规则期末级别',
    todayPoints: '现行规则期末积分',
    draftPoints: '草稿规则期末积分',
  },
  directions: { up: '更高', down: '更低' },
  period: '时段',
  total: '合计',
}

const en: FileWords = {
  sheets: { sums: 'Totals', months: 'By month', levels: 'By level', flows: 'Levels', members: 'Members' },
  columns: {
    part: 'Part',
    name: 'Name',
    figure: 'Figure',
    recorded: 'As recorded',
    today: 'Today’s rules',
    draft: 'The draft',
  },
  figures: {
    purchases: 'Purchases',
    sales: 'Sales (yuan)',
    discount: 'Discount given (yuan)',
    refund: 'Paid back (yuan)',
    points: 'Points for purchases',
    members: 'Members',
  },
  points: {
    opening: 'Points at the beginning',
    purchases: 'Points for purchases',
    welcome: 'Points for joining',
    given: 'Points for other reasons',
    takenBack: 'Points taken back for returns',
    taken: 'Points taken by corrections',
    redeemed: 'Points redeemed',
    unredeemable: 'Points missing for redemptions',
    expired: 'Points expired',
    pending: 'Points pending at the end',
    spendable: 'Points to be spent at the end',
    owed: 'Points owed at the end',
    outstanding: 'Points outstanding at the end (liability)',
  },
  members: {
    card: 'Card',
    direction: 'Change',
    from: 'Level at the beginning',
    today: 'Level at the end, today’s rules',
    draft: 'Level at the end, the draft',
    todayPoints: 'Points at the end, today’s rules',
    draftPoints: 'Points at the end, the draft',
  },
  directions: { up: 'higher', down: 'lower' },
  period: 'Period',
  total: 'Total',
}

export const fileWords: Readonly<Record<Language, FileWords>> = { 'zh-CN': zh, en }
