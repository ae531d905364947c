import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { enter } from './entering.ts'
import { findEntry } from './entry-queries.ts'
import { lockPartner } from './queries.ts'
import type { Adjust, Written } from './schema.ts'

export const ADJUST_REFUSALS = ['partner-unknown', 'adjustment-empty', 'partner-entry-unknown'] as const

/**
 * Puts a partner's account right by a new entry in the open month: what was disputed stays as it was written. The second
 * person who approves the month's settlement sees it there by itself. Refuses in the order of `ADJUST_REFUSALS`.
 */
export async function adjust(
  work: Work,
  { partnerId, fen, about, note }: Adjust & { partnerId: string },
): Promise<Result<Written, (typeof ADJUST_REFUSALS)[number]>> {
  const partner = await lockPartner(work.tx, partnerId)
  if (!partner) return refuse('partner-unknown')
  if (fen === 0) return refuse('adjustment-empty')
  const disputed = about === undefined ? undefined : await findEntry(work.tx, partnerId, about)
  if (about !== undefined && !disputed) return refuse('partner-entry-unknown')
  return accept(
    await enter(work, partner, {
      kind: 'adjustment',
      reference: disputed?.reference ?? '',
      about: disputed?.id ?? null,
      member_id: null,
      agreement: null,
      points: 0n,
      amount_fen: null,
      fen: BigInt(fen),
      happenedAt: work.now,
      finalAt: null,
      note: note.trim(),
    }),
  )
}
