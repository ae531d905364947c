import { setTimeout as sleep } from 'node:timers/promises'
import { inTurn } from '../platform/in-turn.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { Unreached, type Headquarters } from './headquarters.ts'
import * as queries from './queries.ts'
import type { Forwarded } from './schema.ts'

/** Of one request; one entry goes whatever its size. A bad line carries little at a time. */
const MOST_ENTRIES = 50
const MOST_CHARACTERS = 200_000
/** Entries of one request were taken while the tablet's clock stood alike. */
const SAME_CLOCK_MS = 1_000n
const ROUND_MS = 5_000

/** Hands on what waits, whenever headquarters can be reached. */
export interface Forwarder {
  start(): void
  stop(): Promise<void>
  /** Everything of one tablet that headquarters takes now; over when it has its word or cannot be reached. */
  forward(tabletId: string): Promise<void>
  /** Says what waits and hears which tablets there are; false when headquarters is not reached, or knows us no more. */
  checkIn(): Promise<boolean>
  /** whether headquarters answered when it was last asked */
  isReached(): boolean
  /** The same for whoever looks: since when it is so, and when entries were last taken; neither outlives a start. */
  line(): LineState
}

interface LineState {
  isReached: boolean
  turnedAt: Date | undefined
  sentAt: Date | undefined
}

interface Needs {
  platform: Pick<Platform, 'db' | 'clock' | 'log'>
  headquarters: Headquarters
}

export function createForwarder({ platform, headquarters }: Needs): Forwarder {
  const { db, clock, log } = platform
  const over = new AbortController()
  const oneAfterAnother = inTurn()
  let reached = false
  let turnedAt: Date | undefined
  let sentAt: Date | undefined
  let rounds = Promise.resolve()

  const noteReached = (isIt: boolean) => {
    if (isIt !== reached)
      log.info({ reached: isIt }, isIt ? 'headquarters answers' : 'headquarters is not reached')
    if (isIt !== reached || !turnedAt) turnedAt = clock.now()
    reached = isIt
  }
  async function reaching<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const answer = await work()
      noteReached(true)
      return answer
    } catch (error) {
      if (!(error instanceof Unreached)) throw error
      noteReached(false)
      return undefined
    }
  }

  const checkIn = () =>
    oneAfterAnother('check-in', async () => {
      const { waiting, since } = await queries.countWaiting(db)
      const answer = await reaching(() =>
        headquarters.checkIn({ waiting, waitingSince: since?.toISOString() ?? null }),
      )
      if (!answer) return false
      await inTransaction(db, async (tx) => {
        await queries.noteHeadquarters(tx, { seen_at: clock.now(), refused: !answer.ok })
        if (answer.ok) await queries.writeRoster(tx, answer.value.tablets)
      })
      if (!answer.ok) log.warn({ code: answer.reason }, 'headquarters refuses this laptop')
      return answer.ok
    })

  const forward = (tabletId: string) =>
    oneAfterAnother(tabletId, async () => {
      while (!over.signal.aborted && (await forwardSome(tabletId)));
    })

  /** @returns whether there may be more to do */
  async function forwardSome(tabletId: string): Promise<boolean> {
    const rows = portion(await queries.firstWaiting(db, tabletId, MOST_ENTRIES))
    const [first] = rows
    if (!first) return false
    const { waiting } = await queries.countWaiting(db, tabletId)
    const answer = await reaching(() =>
      headquarters.forward({
        tabletId,
        tabletNow: new Date(clock.now().getTime() + Number(first.offset_ms)).toISOString(),
        waiting: waiting - rows.length,
        entries: rows.map(sealedOf),
      }),
    )
    if (!answer) return false
    if (answer.ok) return takeWord(tabletId, rows, answer.value)
    if (answer.reason !== 'chain-broken') {
      log.warn({ code: answer.reason }, 'headquarters does not take what waits')
      return false
    }
    await inTransaction(db, async (tx) => {
      await queries.markHeld(tx, tabletId, hashesOf(rows), clock.now())
      await queries.breakChain(tx, tabletId)
    })
    return true
  }

  async function takeWord(
    tabletId: string,
    rows: readonly queries.WaitingRow[],
    { verdicts, isHeld, unreadable }: Forwarded,
  ): Promise<boolean> {
    const lost = unreadable.flatMap((place) => rows[place] ?? [])
    const words = rows.flatMap((row) => {
      const verdict = verdicts.find(({ number }) => number === row.number)
      return verdict && !lost.includes(row) ? [{ hash: row.text_hash, verdict }] : []
    })
    await inTransaction(db, async (tx) => {
      if (lost.length > 0) await queries.forget(tx, tabletId, hashesOf(lost))
      for (const { hash, verdict } of words) await queries.settle(tx, tabletId, hash, verdict)
      if (!isHeld) return
      await queries.markHeld(tx, tabletId, hashesOf(rows), clock.now())
      await queries.changeTablet(tx, tabletId, { is_revoked: true })
    })
    if (words.length > 0 || isHeld) sentAt = clock.now()
    return words.length > 0 || isHeld || lost.length > 0
  }

  async function round() {
    if (!(await checkIn())) return
    for (const tabletId of await queries.tabletsWithWaiting(db)) {
      if (!reached || over.signal.aborted) return
      await forward(tabletId)
    }
  }

  return {
    checkIn,
    forward,
    isReached: () => reached,
    line: () => ({ isReached: reached, turnedAt, sentAt }),
    start() {
      rounds = (async () => {
        while (!over.signal.aborted) {
          await round().catch((error: unknown) => log.error({ err: error }, 'a round of forwarding failed'))
          await sleep(ROUND_MS, undefined, { signal: over.signal }).catch(() => undefined)
        }
      })()
    },
    async stop() {
      over.abort()
      await rounds
    },
  }
}

const hashesOf = (rows: readonly queries.WaitingRow[]) => rows.map((row) => row.text_hash)

function sealedOf({ number, ephemeral_key: ephemeralKey, iv, content, signature }: queries.WaitingRow) {
  return {
    number: number ?? 0,
    ephemeralKey: ephemeralKey ?? '',
    iv: iv ?? '',
    content: content ?? '',
    signature,
  }
}

/** What can go together: taken while the tablet's clock stood alike, and not too much at a time. */
function portion(rows: readonly queries.WaitingRow[]): readonly queries.WaitingRow[] {
  let characters = 0
  const end = rows.findIndex(({ in_chain: inChain, offset_ms: offset, content }, place) => {
    const first = rows[0]
    characters += content?.length ?? 0
    if (!first || place === 0) return false
    const apart = offset - first.offset_ms
    const isOther = inChain !== first.in_chain || apart > SAME_CLOCK_MS || apart < -SAME_CLOCK_MS
    return isOther || characters > MOST_CHARACTERS
  })
  return end < 0 ? rows : rows.slice(0, end)
}
