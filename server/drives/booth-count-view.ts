import type { Actor } from '../platform/actor.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { maySee } from './access.ts'
import { findCount, linesOf } from './booth-count-queries.ts'
import { CARDS } from './booth-count.ts'
import { findBooth } from './booth-queries.ts'
import type { BoothCount } from './evening-schema.ts'

/** A count as it was taken down. Refuses in this order: `count-unknown`, `not-in-team`. */
export async function describeCount(
  db: Db,
  actor: Actor,
  countId: string,
): Promise<Result<BoothCount, 'count-unknown' | 'not-in-team'>> {
  const count = await findCount(db, countId)
  const booth = count && (await findBooth(db, count.booth_id))
  if (!booth) return refuse('count-unknown')
  if (!(await maySee(db, actor, booth.drive_id))) return refuse('not-in-team')
  const lines = await linesOf(db, countId)
  return accept({
    countId,
    boothId: booth.id,
    boothName: booth.name,
    driveName: booth.drive_name,
    day: count.day,
    lines: lines.map((line) => ({
      item: line.item,
      nameZh: line.name_zh ?? CARDS.zh,
      nameEn: line.name_en ?? CARDS.en,
      expected: line.expected,
      counted: line.counted,
      variance: line.counted - line.expected,
      reason: line.reason,
      why: line.why,
      late: line.late,
    })),
    countedBy: { staffId: count.counted_by, displayName: count.counted_by_name },
    countedAt: count.counted_at.toISOString(),
    signedBy:
      count.signed_by && count.signed_by_name
        ? { staffId: count.signed_by, displayName: count.signed_by_name }
        : null,
    signedAt: count.signed_at?.toISOString() ?? null,
    reportUrl: `/api/v1/booth-counts/${countId}/report.pdf`,
  })
}
