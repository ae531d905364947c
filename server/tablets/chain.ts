import type { KeyService } from '../keys/index.ts'
import type { Tx } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { ReadEntry } from './entry.ts'
import { holdTexts } from './holding.ts'
import { report } from './judging/report.ts'
import { findEntries, findSettled, lockTablet, type TabletRow } from './queries.ts'
import type { EntryVerdict, Synced } from './schema.ts'
import { showVerdict } from './verdict.ts'

export interface ChainNeeds {
  platform: Pick<Platform, 'db' | 'clock' | 'events'>
  keys: KeyService
}

export type SyncRefusal = 'tablet-revoked' | 'chain-broken'

/** Each is signed, follows the one before it, and says what was said before where its number is `known`: hashes by number. */
export function isUnbroken(known: ReadonlyMap<number, string>, read: readonly ReadEntry[]): boolean {
  return read.every(({ isGenuine, number, hash, previous }, index) => {
    if (!isGenuine || number === undefined) return false
    const judged = known.get(number)
    if (judged !== undefined && judged !== hash) return false
    const before = read[index - 1]
    if (before?.number === undefined) return followsKnown(known.get(number - 1), previous)
    if (number <= before.number) return false
    return number > before.number + 1 || previous === before.hash
  })
}

const followsKnown = (before: string | undefined, previous: string | undefined): boolean =>
  before === undefined || before === previous

export const numbersOf = (read: readonly ReadEntry[]): number[] => read.flatMap(({ number }) => number ?? [])

/** Keeps the texts of a chain that is broken; those that the office has judged by hand get its verdict. */
export async function keepBroken(
  { platform, keys }: ChainNeeds,
  tablet: TabletRow,
  read: readonly ReadEntry[],
): Promise<Result<Synced, SyncRefusal>> {
  const now = platform.clock.now()
  const answer = await inTransaction(platform.db, async (tx): Promise<Result<Synced, SyncRefusal>> => {
    const locked = await lockTablet(tx, tablet.id)
    if (locked.revoked_at) return refuse('tablet-revoked')
    const expected = locked.last_number + 1
    const verdicts = await verdictsByHand(tx, tablet.id, read)
    if (verdicts.length > 0) return accept({ verdicts, expected })
    const known = await findEntries(tx, tablet.id, numbersOf(read))
    const hashes = new Set(known.map((row) => row.text_hash))
    const fresh = read.filter(({ hash }) => !hashes.has(hash))
    const held = await holdTexts(tx, { keys, tabletId: tablet.id, because: 'chain-broken', now }, fresh)
    if (held > 0)
      await report(tx, {
        tablet,
        at: now,
        receivedAt: now,
        entryNumber: null,
        conflict: {
          kind: 'chain-broken',
          action: 'kept-for-judgement',
          todo: 'judge',
          details: { texts: held },
        },
        under: newId(),
      })
    return refuse('chain-broken', { expected })
  })
  platform.events.poke()
  return answer
}

/** What the office has said of texts that fit into no chain: the tablet is rid of them. */
async function verdictsByHand(tx: Tx, tabletId: string, read: readonly ReadEntry[]): Promise<EntryVerdict[]> {
  const settled = await findSettled(
    tx,
    tabletId,
    read.map(({ hash }) => hash),
  )
  return read.flatMap(({ isGenuine, number, hash }) => {
    const as = settled.get(hash)
    if (!isGenuine || number === undefined || !as) return []
    return [showVerdict({ number, verdict: as === 'dropped' ? 'refused' : as, reason: null, action: null })]
  })
}
