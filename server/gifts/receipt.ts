import { assert } from '../platform/errors.ts'
import { ZONE } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findGift } from './queries.ts'
import { findRedemption } from './redemption-queries.ts'
import type { ReceiptQuery } from './schema.ts'

const words = {
  'zh-CN': {
    title: '积分兑换凭证',
    gift: '礼品',
    points: '积分',
    pointsOf: (points: string) => `${points} 分`,
    state: '状态',
    states: { held: '待领取', settled: '已领取', void: '已取消，积分已退回', expired: '已过期，积分已退回' },
    time: '时间',
    number: '编号',
  },
  en: {
    title: 'Redemption receipt',
    gift: 'Gift',
    points: 'Points',
    pointsOf: (points: string) => (points === '1' ? '1 point' : `${points} points`),
    state: 'State',
    states: {
      held: 'waits for pick-up',
      settled: 'handed over',
      void: 'given up, points are back',
      expired: 'expired, points are back',
    },
    time: 'Time',
    number: 'Number',
  },
} as const

/**
 * What a member takes along with a gift, 80 mm wide. Nothing personal is on it, nor the pick-up code, which members say
 * themselves. Refuses with `redemption-unknown`.
 */
export async function printRedemption(
  db: Db,
  redemptionId: string,
  { language }: ReceiptQuery,
): Promise<Result<Uint8Array, 'redemption-unknown'>> {
  const redemption = await findRedemption(db, redemptionId)
  if (!redemption) return refuse('redemption-unknown')
  const gift = await findGift(db, redemption.gift_id)
  assert(gift, 'what was redeemed is a gift')
  const text = words[language]
  const time = new Intl.DateTimeFormat(language, { timeZone: ZONE, dateStyle: 'medium', timeStyle: 'short' })
  const { renderDocumentPdf } = await import('../../card-designs/engine/document-pdf.ts')
  const rows = [
    { key: text.gift, value: language === 'en' ? gift.nameEn : gift.nameZh },
    { key: text.points, value: text.pointsOf(redemption.points.toString()) },
    { key: text.state, value: text.states[redemption.state] },
    { key: text.time, value: time.format(redemption.ended_at ?? redemption.held_at) },
  ]
  const pdf = await renderDocumentPdf(
    {
      format: 'receipt',
      language,
      title: text.title,
      blocks: [
        { kind: 'key-values', rows },
        { kind: 'rule' },
        { kind: 'paragraph', tone: 'note', text: `${text.number} ${redemption.id}` },
      ],
    },
    { createdAt: redemption.held_at },
  )
  return accept(pdf)
}
