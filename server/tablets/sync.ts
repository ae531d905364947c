import type { KeyService } from '../keys/index.ts'
import { findBooth } from '../drives/index.ts'
import type { Tx } from '../platform/database.ts'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { readEntry, type ReadEntry } from './entry.ts'
import { holdTexts } from './holding.ts'
import { noteConflicts, type Conflict } from './judging/conflict.ts'
import { judge } from './judging/judge.ts'
import {
  findEntries,
  findSettled,
  findTablet,
  insertEntry,
  isHeld,
  lockTablet,
  noteSeen,
  type TabletRow,
} from './queries.ts'
import type { EntryVerdict, Sync, Synced } from './schema.ts'
import { wordsOf } from './words.ts'

interface Needs {
  platform: Pick<Platform, 'db' | 'clock' | 'contentHash' | 'events'>
  keys: KeyService
}

type SyncRefusal = 'tablet-revoked' | 'chain-broken'
type Step =
  | { kind: 'judged'; verdict: EntryVerdict }
  | { kind: 'gap' }
  | { kind: 'tablet-revoked' }
  | { kind: 'chain-broken' }

const CLOCK_OFF_MS = 5n * 60_000n

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
  if (!(await isUnbroken(platform, tablet, read))) return keepBroken({ platform, keys }, tablet, read)

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

/** Each is signed, follows the one before it, and says what was said before where its number was judged. */
async function isUnbroken(
  { db }: Needs['platform'],
  tablet: TabletRow,
  read: readonly ReadEntry[],
): Promise<boolean> {
  const numbers = read.flatMap(({ number }) => (number === undefined ? [] : [number]))
  if (numbers.length < read.length || !read.every(({ isGenuine }) => isGenuine)) return false
  const known = new Map((await findEntries(db, tablet.id, numbers)).map((row) => [row.number, row.text_hash]))
  return read.every((entry, index) => {
    const { number = 0, hash, previous } = entry
    const judged = known.get(number)
    if (judged !== undefined && judged !== hash) return false
    const before = read[index - 1]
    if (before?.number === undefined) return number > 0
    if (number <= before.number) return false
    return number > before.number + 1 || previous === before.hash
  })
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
    return known.text_hash === hash ? { kind: 'judged', verdict: show(known) } : { kind: 'chain-broken' }
  if (number !== tablet.last_number + 1)
    return { kind: (await isHeld(tx, tabletId, entry.previous)) ? 'chain-broken' : 'gap' }
  if (entry.previous !== tablet.last_hash) return { kind: 'chain-broken' }
  const receivedAt = platform.clock.now()
  const happenedAt = correct(entry, { tablet, offsetMs, receivedAt })
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
  return { kind: 'judged', verdict: show(row) }
}

function show({
  number,
  verdict,
  reason,
  action,
}: {
  number: number
  verdict: EntryVerdict['verdict']
  reason: string | null
  action: string | null
}): EntryVerdict {
  return {
    number,
    verdict,
    ...(reason === null ? {} : { reason }),
    ...(action === null ? {} : { action }),
    words: wordsOf(verdict, reason),
  }
}

/** By our clock: never before the entry before it, nor before the tablet was paired, nor later than now. */
function correct(
  { entry }: ReadEntry,
  { tablet, offsetMs, receivedAt }: { tablet: TabletRow; offsetMs: bigint; receivedAt: Date },
): Date {
  const earliest = (tablet.last_happened_at ?? tablet.paired_at).getTime()
  const said = entry ? new Date(entry.madeAt).getTime() - Number(offsetMs) : receivedAt.getTime()
  return new Date(Math.min(Math.max(said, earliest), Math.max(receivedAt.getTime(), earliest)))
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

/** Told once for each error of the clock, not with each entry. */
async function noteClock(
  tx: Tx,
  {
    tablet,
    offsetMs,
    happenedAt,
    receivedAt,
    entry,
  }: {
    tablet: TabletRow
    offsetMs: bigint
    happenedAt: Date
    receivedAt: Date
    entry: ReadEntry
  },
): Promise<void> {
  const changed = offsetMs - tablet.reported_offset_ms
  if (changed <= CLOCK_OFF_MS && changed >= -CLOCK_OFF_MS) return
  await tx.updateTable('tablets').set({ reported_offset_ms: offsetMs }).where('id', '=', tablet.id).execute()
  if (offsetMs <= CLOCK_OFF_MS && offsetMs >= -CLOCK_OFF_MS) return
  await report(tx, {
    tablet,
    at: happenedAt,
    receivedAt,
    entryNumber: entry.number ?? null,
    conflict: {
      kind: 'clock-off',
      action: 'corrected',
      details: { minutes: Number(offsetMs / 60_000n) },
    },
    under: `${tablet.id}/${entry.hash}`,
  })
}

async function report(
  tx: Tx,
  {
    tablet,
    at,
    receivedAt,
    entryNumber,
    conflict,
    under,
  }: {
    tablet: TabletRow
    at: Date
    receivedAt: Date
    entryNumber: number | null
    conflict: Conflict
    under: string
  },
): Promise<void> {
  const booth = await findBooth(tx, tablet.booth_id)
  assert(booth, 'a tablet has a booth')
  const entry = entryNumber === null ? undefined : { id: null, number: entryNumber }
  await noteConflicts({
    work: { tx, now: at },
    tablet,
    driveId: booth.drive_id,
    receivedAt,
    entry,
    promoterId: null,
    conflicts: [conflict],
    under,
  })
}

async function keepBroken(
  { platform, keys }: Needs,
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
    const known = await findEntries(
      tx,
      tablet.id,
      read.flatMap(({ number }) => number ?? []),
    )
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
    return [show({ number, verdict: as === 'dropped' ? 'refused' : as, reason: null, action: null })]
  })
}
