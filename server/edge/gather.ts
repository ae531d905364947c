import { setTimeout as sleep } from 'node:timers/promises'
import type { Db } from '../platform/database.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { isUnbroken, numbersOf, readEntry, sealForExport, type ReadEntry } from '../tablets/index.ts'
import type { Forwarder } from './forwarder.ts'
import * as queries from './queries.ts'
import type { Sync, Synced } from './schema.ts'

/** With a network the verdict comes within a moment: worth waiting for before a gift is handed over. */
const WORTH_WAITING_MS = 3_000

export interface GatherNeeds {
  platform: Pick<Platform, 'db' | 'clock'>
  forwarder: Forwarder
}

/**
 * Keeps what a tablet hands in, sealed for headquarters, and says what headquarters has said so far. Nothing is judged here:
 * an entry leaves the tablet only on headquarters' verdict. Refuses with `laptop-refused`, `chain-broken`.
 */
export async function gather(
  { platform, forwarder }: GatherNeeds,
  tabletId: string,
  sync: Sync,
): Promise<Result<Synced, 'laptop-refused' | 'chain-broken'>> {
  const { db, clock } = platform
  if ((await queries.findSeen(db))?.refused) return refuse('laptop-refused')
  const now = clock.now()
  const offsetMs = BigInt(new Date(sync.tabletNow).getTime() - now.getTime())
  const kept = await inTransaction(db, async (tx) => {
    const tablet = await queries.lockGathered(tx, tabletId)
    const read = sync.entries.map((entry) => readEntry(tablet, entry))
    const numbers = numbersOf(read)
    const known = await queries.hashesOf(tx, tabletId, [...numbers, ...numbers.map((number) => number - 1)])
    const inChain = !tablet.is_broken && isUnbroken(known, read)
    const rows = read.map((entry) => rowOf(entry, { tablet, offsetMs, now, inChain }))
    await queries.changeTablet(tx, tabletId, { seen_at: now })
    await queries.insertEntries(tx, tabletId, rows)
    if (!inChain) await queries.breakChain(tx, tabletId)
    return { inChain, first: numbers[0] ?? 1, hashes: read.map(({ hash }) => hash) }
  })
  const handing = forwarder.forward(tabletId).catch(() => undefined)
  if (forwarder.isReached()) await Promise.race([handing, sleep(WORTH_WAITING_MS)])
  if (kept.inChain) return accept(await whatIsKnown(db, tabletId, sync.first ?? kept.first))
  return whatWasSaid(db, tabletId, kept.hashes)
}

/** Where the chain is broken: the words that headquarters has on these very texts. */
async function whatWasSaid(
  db: Db,
  tabletId: string,
  hashes: readonly string[],
): Promise<Result<Synced, 'chain-broken'>> {
  const verdicts = await queries.verdictsOn(db, tabletId, hashes)
  const last = verdicts.at(-1)
  if (!last) return refuse('chain-broken')
  await queries.changeTablet(db, tabletId, { is_broken: false })
  return accept({ verdicts, expected: last.number + 1, laptop: { upTo: last.number, waiting: 0 } })
}

interface Keeping {
  tablet: queries.GatheredTablet
  offsetMs: bigint
  now: Date
  inChain: boolean
}

function rowOf(
  { text, signature, hash, number }: ReadEntry,
  { tablet, offsetMs, now, inChain }: Keeping,
): queries.NewEntryRow {
  const { id: tabletId, export_key: exportKey } = tablet
  const sealed = sealForExport({ tabletId, exportKey }, { number: number ?? 0, text })
  return {
    tablet_id: tabletId,
    text_hash: hash,
    number: number ?? null,
    in_chain: inChain,
    signature,
    ephemeral_key: sealed.ephemeralKey,
    iv: sealed.iv,
    content: sealed.content,
    offset_ms: offsetMs,
    gathered_at: now,
  }
}

async function whatIsKnown(db: Db, tabletId: string, first: number): Promise<Synced> {
  const rows = await queries.chainFrom(db, tabletId, first)
  const gap = rows.findIndex(({ number }, place) => number !== first + place)
  const upTo = first - 1 + (gap < 0 ? rows.length : gap)
  const verdicts = rows.flatMap(({ verdict }) => verdict ?? [])
  return { verdicts, expected: upTo + 1, laptop: { upTo, waiting: rows.length - verdicts.length } }
}
