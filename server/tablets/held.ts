import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { actorName, staffOf } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { readEntry, type ReadEntry } from './entry.ts'
import { openExported } from './export-key.ts'
import { heldContext, holdTexts } from './holding.ts'
import { judge } from './judging/judge.ts'
import type { Queue } from './office-schema.ts'
import { findTablet, insertEntry, lockTablet, type TabletRow } from './queries.ts'
import type { SettledAs, Verdict } from './schema.ts'

/** Judged in one go; the page asks again while some are left. */
const AT_ONCE = 100

interface QueueTaken {
  held: number
  known: number
  unreadable: number
}

/**
 * Takes the queue that a revoked or dying tablet has saved as a file; what was judged before is known and left out.
 * Refuses with `tablet-unknown`, `queue-of-another`.
 */
export async function takeQueue(
  work: Work,
  keys: KeyService,
  { tabletId, queue }: { tabletId: string; queue: Queue },
): Promise<Result<QueueTaken, 'tablet-unknown' | 'queue-of-another'>> {
  const tablet = await findTablet(work.tx, tabletId)
  if (!tablet) return refuse('tablet-unknown')
  if (queue.tabletId !== tabletId) return refuse('queue-of-another')
  const opener = openExported(keys, { tabletId, ephemeralKey: queue.ephemeralKey })
  const read = queue.entries.flatMap(({ signature, ...sealed }) => {
    const text = opener?.(sealed)
    return text === undefined ? [] : [readEntry(tablet, { text, signature })]
  })
  const held = await holdUnjudged(work, keys, tabletId, read)
  const taken = { held, known: read.length - held, unreadable: queue.entries.length - read.length }
  await audit(work, { action: 'tablet.queue-taken', subject: `tablet:${tabletId}`, details: { ...taken } })
  return accept(taken)
}

/** Keeps texts for the office that were not judged before. @returns how many are new */
export async function holdUnjudged(
  work: Work,
  keys: KeyService,
  tabletId: string,
  read: readonly ReadEntry[],
): Promise<number> {
  const { rows } = await sql<{ text_hash: string }>`
    SELECT text_hash FROM tablet_entries
     WHERE tablet_id = ${tabletId} AND text_hash = ANY (${read.map(({ hash }) => hash)}::char(64)[])`.execute(
    work.tx,
  )
  const judged = new Set(rows.map((row) => row.text_hash))
  const fresh = read.filter(({ hash }) => !judged.has(hash))
  return holdTexts(work.tx, { keys, tabletId, because: 'exported', now: work.now }, fresh)
}

interface HeldRow {
  id: string
  sealed_text: Uint8Array
  signature: string
}

interface Needs {
  keys: KeyService
  contentHash: Platform['contentHash']
}

type Counts = Record<Verdict, number> & { left: number }

/**
 * Judges texts that were held, in the order of their numbers, as if they had just come. Without names it takes those that
 * the tablet signed; one whose signature is wrong, or that could not be judged before, is judged only where somebody names it. Refuses with `tablet-unknown`.
 */
export async function judgeHeld(
  work: Work,
  needs: Needs,
  { tabletId, heldIds }: { tabletId: string; heldIds?: readonly string[] | undefined },
): Promise<Result<Counts, 'tablet-unknown'>> {
  if (!(await findTablet(work.tx, tabletId))) return refuse('tablet-unknown')
  await lockTablet(work.tx, tabletId)
  const named = heldIds
    ? sql`id = ANY (${heldIds}::uuid[])`
    : sql`is_signed AND because <> 'entry-unreadable'`
  const { rows } = await sql<HeldRow>`
    SELECT id, sealed_text, signature FROM tablet_held
     WHERE tablet_id = ${tabletId} AND settled_at IS NULL AND ${named}
     ORDER BY number NULLS LAST, held_at, id LIMIT ${AT_ONCE} FOR UPDATE`.execute(work.tx)
  const counts: Counts = { accepted: 0, duplicate: 0, refused: 0, left: 0 }
  for (const row of rows) {
    const verdict = await judgeOne(work, needs, { tabletId, row })
    if (!verdict) {
      await markUnreadable(work, row.id)
      continue
    }
    counts[verdict] += 1
    await settle(work, row.id, verdict)
  }
  counts.left = await countWaiting(work, tabletId)
  if (counts.left === 0) await markJudged(work, tabletId)
  await audit(work, { action: 'tablet.held-judged', subject: `tablet:${tabletId}`, details: { ...counts } })
  return accept(counts)
}

/** It does not stand before the others again when all are judged. */
async function markUnreadable(work: Work, id: string): Promise<void> {
  await work.tx.updateTable('tablet_held').set({ because: 'entry-unreadable' }).where('id', '=', id).execute()
}

async function judgeOne(
  work: Work,
  { keys, contentHash }: Needs,
  { tabletId, row }: { tabletId: string; row: HeldRow },
): Promise<Verdict | undefined> {
  const tablet = await lockTablet(work.tx, tabletId)
  const text = keys.openForSystem(row.sealed_text, heldContext(row.id))
  const read = readEntry(tablet, { text, signature: row.signature })
  const { entry } = read
  if (!entry) return undefined
  const happenedAt = whenItHappened(tablet, entry.madeAt, work.now)
  const judged = await judge({
    tx: work.tx,
    keys,
    tablet,
    entry,
    contentHash: contentHash(text),
    happenedAt,
    receivedAt: work.now,
    judgedBy: actorName(work.actor),
  })
  if (!judged) return undefined
  const isNext =
    entry.number === tablet.last_number + 1 && entry.previous === tablet.last_hash && read.isGenuine
  if (isNext)
    await insertEntry(work.tx, {
      tablet_id: tabletId,
      number: entry.number,
      entry_id: entry.id,
      kind: entry.kind,
      text_hash: read.hash,
      signature: Buffer.from(row.signature, 'base64url'),
      promoter_id: judged.promoterId,
      made_at: new Date(entry.madeAt),
      happened_at: happenedAt,
      received_at: work.now,
      verdict: judged.verdict,
      reason: judged.reason ?? null,
      action: judged.action ?? null,
    })
  return judged.verdict
}

/** By the offset that the tablet's clock had when it was last heard of. */
function whenItHappened(tablet: TabletRow, madeAt: string, now: Date): Date {
  const said = new Date(madeAt).getTime() - Number(tablet.clock_offset_ms ?? 0n)
  return new Date(Math.min(Math.max(said, tablet.paired_at.getTime()), now.getTime()))
}

/** Puts a text away without judging it: somebody has seen to it otherwise. Refuses with `tablet-unknown`. */
export async function dropHeld(
  work: Work,
  { tabletId, heldId }: { tabletId: string; heldId: string },
): Promise<Result<{ tabletId: string }, 'tablet-unknown' | 'held-unknown'>> {
  if (!(await findTablet(work.tx, tabletId))) return refuse('tablet-unknown')
  const held = await work.tx
    .selectFrom('tablet_held')
    .select('id')
    .where('id', '=', heldId)
    .where('tablet_id', '=', tabletId)
    .where('settled_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (!held) return refuse('held-unknown')
  await settle(work, heldId, 'dropped')
  if ((await countWaiting(work, tabletId)) === 0) await markJudged(work, tabletId)
  await audit(work, { action: 'tablet.held-dropped', subject: `tablet:${tabletId}`, details: { heldId } })
  return accept({ tabletId })
}

/** What was said is gone once it was judged: of a member it lies sealed with their own key. */
export async function settle(work: Work, id: string, settledAs: SettledAs): Promise<void> {
  await work.tx
    .updateTable('tablet_held')
    .set({
      settled_at: work.now,
      settled_by: staffOf(work.actor),
      settled_as: settledAs,
      sealed_text: null,
    })
    .where('id', '=', id)
    .execute()
}

/** Nothing of the tablet waits any more: what its conflicts asked to be judged is done. */
export async function markJudged(work: Work, tabletId: string): Promise<void> {
  await work.tx
    .updateTable('tablet_conflicts')
    .set({ done_by: staffOf(work.actor), done_at: work.now })
    .where('tablet_id', '=', tabletId)
    .where('todo', '=', 'judge')
    .where('done_at', 'is', null)
    .execute()
}

export async function countWaiting(work: Work, tabletId: string): Promise<number> {
  const row = await work.tx
    .selectFrom('tablet_held')
    .select((held) => held.fn.countAll<bigint>().as('waiting'))
    .where('tablet_id', '=', tabletId)
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(row.waiting)
}
