import type { Tx } from '../platform/database.ts'
import type { KeyService } from '../keys/index.ts'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { isUnbroken, keepBroken, numbersOf, type ChainNeeds, type SyncRefusal } from './chain.ts'
import { readEntry, type ReadEntry } from './entry.ts'
import { holdTexts } from './holding.ts'
import { judge } from './judging/judge.ts'
import { report } from './judging/report.ts'
import {
  findEntries,
  findTablet,
  insertEntry,
  isHeld,
  lockTablet,
  noteSeen,
  type TabletRow,
} from './queries.ts'
import type { EntryVerdict, Sync, Synced } from './schema.ts'
import { correctedTime, noteClock } from './tablet-clock.ts'
import { showVerdict } from './verdict.ts'

interface Needs extends ChainNeeds {
  platform: Pick<Platform, 'db' | 'clock' | 'contentHash' | 'events'>
}

type Step =
  | { kind: 'judged'; verdict: EntryVerdict }
  | { kind: 'gap' }
  | { kind: 'tablet-revoked' }
  | { kind: 'chain-broken' }

/**
 * Takes what a tablet kept, in order, each entry in a transaction of its own with its verdict. One that was judged before
 * gets its verdict again. It stops at the first gap. A broken chain or signature stops all of it: the texts are kept, and
 * those that the office has judged since get its verdict.
 */
export async function takeEntries(
  { platform, keys }: Needs,
  tabletId: string,
  { tabletNow, waiting, entries }: Sync,
): Promise<Result<Synced, SyncRefusal>> {
  const { db, clock, events } = platform
  const tablet = await findTablet(db, tabletId)
  assert(tablet, 'a tablet that signed exists')
  const offsetMs = BigInt(new Date(tabletNow).getTime() - clock.now().getTime())
  const read = entries.map((entry) => readEntry(tablet, entry))
  const known = await findEntries(db, tablet.id, numbersOf(read))
  if (!isUnbroken(new Map(known.map(({ number, text_hash: hash }) => [number, hash])), read))
    return keepBroken({ platform, keys }, tablet, read)

  const verdicts: EntryVerdict[] = []
  for (const entry of read) {
    const step = await inTransaction(db, (tx) =>
      takeOne({ platform, keys }, { tx, tabletId, entry, offsetMs }),
    )
    events.poke()
    if (step.kind === 'tablet-revoked') return refuse('tablet-revoked')
    if (step.kind === 'chain-broken' && verdicts.length === 0)
      return keepBroken({ platform, keys }, tablet, read)
    if (step.kind !== 'judged') break
    verdicts.push(step.verdict)
  }
  await noteSeen(db, tabletId, {
    seen_at: clock.now(),
    clock_offset_ms: offsetMs,
    ...(waiting === undefined ? {} : { waiting }),
  })
  const { last_number: last } = (await findTablet(db, tabletId)) ?? tablet
  return accept({ verdicts, expected: last + 1 })
}

interface Taking {
  tx: Tx
  tabletId: string
  entry: ReadEntry
  offsetMs: bigint
}

async function takeOne({ platform, keys }: Needs, { tx, tabletId, entry, offsetMs }: Taking): Promise<Step> {
  const tablet = await lockTablet(tx, tabletId)
  if (tablet.revoked_at) return { kind: 'tablet-revoked' }
  const { number = 0, hash } = entry
  const [known] = await findEntries(tx, tabletId, [number])
  if (known)
    return known.text_hash === hash
      ? { kind: 'judged', verdict: showVerdict(known) }
      : { kind: 'chain-broken' }
  if (number !== tablet.last_number + 1)
    return { kind: (await isHeld(tx, tabletId, entry.previous)) ? 'chain-broken' : 'gap' }
  if (entry.previous !== tablet.last_hash) return { kind: 'chain-broken' }
  const receivedAt = platform.clock.now()
  const happenedAt = correctedTime(entry, { tablet, offsetMs, receivedAt })
  const judged =
    entry.entry &&
    (await judge({
      tx,
      keys,
      tablet,
      entry: entry.entry,
      contentHash: platform.contentHash(entry.text),
      happenedAt,
      receivedAt,
    }))
  const promoterId = judged?.promoterId ?? tablet.paired_by
  if (!judged) await keepUnreadable(tx, keys, { tablet, entry, happenedAt, receivedAt })
  await noteClock(tx, { tablet, offsetMs, happenedAt, receivedAt, entry })
  const row = {
    tablet_id: tabletId,
    number,
    entry_id: entry.entry?.id ?? newId(),
    kind: entry.entry?.kind ?? 'unknown',
    text_hash: hash,
    signature: Buffer.from(entry.signature, 'base64url'),
    promoter_id: promoterId,
    made_at: entry.entry ? new Date(entry.entry.madeAt) : happenedAt,
    happened_at: happenedAt,
    received_at: receivedAt,
    verdict: judged?.verdict ?? 'refused',
    reason: judged ? (judged.reason ?? null) : 'entry-unreadable',
    action: judged ? (judged.action ?? null) : 'kept-for-judgement',
  } as const
  await insertEntry(tx, row)
  return { kind: 'judged', verdict: showVerdict(row) }
}

async function keepUnreadable(
  tx: Tx,
  keys: KeyService,
  {
    tablet,
    entry,
    happenedAt,
    receivedAt,
  }: { tablet: TabletRow; entry: ReadEntry; happenedAt: Date; receivedAt: Date },
): Promise<void> {
  await holdTexts(tx, { keys, tabletId: tablet.id, because: 'entry-unreadable', now: receivedAt }, [entry])
  await report(tx, {
    tablet,
    at: happenedAt,
    receivedAt,
    entryNumber: entry.number ?? null,
    conflict: { kind: 'entry-unreadable', action: 'kept-for-judgement', todo: 'judge' },
    under: `${tablet.id}/${entry.hash}`,
  })
}
