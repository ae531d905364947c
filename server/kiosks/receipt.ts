import { findRedemption } from '../gifts/index.ts'
import { ZONE } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { describeRedemption } from './redeeming.ts'
import type { Redemption } from './schema.ts'

type Language = 'zh-CN' | 'en'

const words = {
  'zh-CN': {
    title: '积分兑换凭证',
    gift: '礼品',
    points: '积分',
    pointsOf: (points: number) => `${points} 分`,
    state: '状态',
    states: { held: '待领取', settled: '已领取', void: '已取消，积分已退回', expired: '已过期，积分已退回' },
    code: '领取码',
    until: '请在此时间前领取',
    number: '编号',
  },
  en: {
    title: 'Redemption receipt',
    gift: 'Gift',
    points: 'Points',
    pointsOf: (points: number) => `${points} points`,
    state: 'State',
    states: {
      held: 'waits for pick-up',
      settled: 'handed over',
      void: 'given up, points are back',
      expired: 'expired, points are back',
    },
    code: 'Pick-up code',
    until: 'Pick up before',
    number: 'Number',
  },
} as const

/** What a member takes along, 80 mm wide, with nothing personal on it. Refuses with `redemption-unknown`. */
export async function printReceipt(
  db: Db,
  memberId: string,
  { redemptionId, language }: { redemptionId: string; language: Language },
): Promise<Result<Uint8Array, 'redemption-unknown'>> {
  const found = await findRedemption(db, redemptionId)
  if (found?.member_id !== memberId) return refuse('redemption-unknown')
  const redemption = await describeRedemption(db, redemptionId)
  const text = words[language]
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const pdf = await renderDocumentPdf(
    {
      format: 'receipt',
      language,
      title: text.title,
      blocks: [
        {
          kind: 'key-values',
          rows: [
            { key: text.gift, value: language === 'en' ? redemption.nameEn : redemption.nameZh },
            { key: text.points, value: text.pointsOf(redemption.points) },
            { key: text.state, value: text.states[redemption.state] },
            ...pickUp(redemption, language),
          ],
        },
        { kind: 'rule' },
        { kind: 'paragraph', tone: 'note', text: `${text.number} ${redemption.id}` },
      ],
    },
    { createdAt: found.held_at },
  )
  return accept(pdf)
}

function pickUp(
  { state, pickUpCode, expiresAt }: Redemption,
  language: Language,
): { key: string; value: string }[] {
  if (state !== 'held') return []
  const until = new Intl.DateTimeFormat(language, { timeZone: ZONE, dateStyle: 'medium', timeStyle: 'short' })
  return [
    { key: words[language].code, value: pickUpCode },
    { key: words[language].until, value: until.format(new Date(expiresAt)) },
  ]
}
