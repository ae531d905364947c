import { startOfDay } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { findVersion, readRules } from '../programmes/index.ts'
import { beat, claimReplay, endReplay, letGo, silentReplays, type Claimed } from './queries.ts'
import type { Task } from './run.ts'
import { startThread, type Going } from './thread.ts'
import { REPLAY_JOB } from './trial.ts'

const BEAT_MS = 500
const DAY_MS = 86_400_000
/** A run that three servers died of is not begun a fourth time. */
const MOST_ATTEMPTS = 3

export interface Replays {
  jobs: readonly JobKind<never>[]
  /** does one that waits, or whose server is gone; returns when it has ended or somebody else has it */
  run(replayId: string): Promise<void>
  /** ends what is under way here, for another server to begin anew */
  stop(): Promise<void>
}

/** Works at replays: one at a time, in a thread, told from the database when to stop. */
export function createReplays(platform: Platform, databaseUrl: string): Replays {
  const { db, clock, log, jobs, events } = platform
  const going = new Map<string, { thread: Going; isLetGo: boolean }>()

  async function run(replayId: string): Promise<void> {
    const claimed = await inTransaction(db, (tx) => claimReplay(tx, replayId, clock.now()))
    if (!claimed) return
    const { id, attempt } = claimed
    if (attempt > MOST_ATTEMPTS) return end(claimed, { state: 'failed' })
    let [done, total] = [0, 0]
    const thread = startThread({ databaseUrl, task: await taskOf(claimed) }, (nowDone, nowTotal) => {
      ;[done, total] = [nowDone, nowTotal]
    })
    const own = { thread, isLetGo: false }
    going.set(id, own)
    const beating = setInterval(() => {
      void tell(claimed, { done, total })
        .then((isOurs) => (isOurs ? undefined : thread.stop()))
        .catch(() => {}) // the database is away: the thread hears of it too
    }, BEAT_MS)
    try {
      const found = await thread.found
      if (found) await end(claimed, { state: 'done', ...found })
      else if (own.isLetGo) await inTransaction(db, (tx) => letGo(tx, { id, attempt }))
    } catch (error) {
      log.error({ err: error, replay: id }, 'a replay failed')
      await end(claimed, { state: 'failed' })
    } finally {
      clearInterval(beating)
      going.delete(id)
    }
  }

  async function taskOf({ programmeId, from, until, todayVersion, rules }: Claimed): Promise<Task> {
    const today = await findVersion(db, programmeId, todayVersion)
    assert(today, 'versions are never deleted')
    const always = startOfDay(from)
    return {
      programmeId,
      period: { from: always, until: new Date(startOfDay(until).getTime() + DAY_MS) },
      today: [{ startsAt: always, rules: readRules(today.rules) }],
      draft: [{ startsAt: always, rules: readRules(rules) }],
    }
  }

  const tell = async ({ id, attempt }: Claimed, { done, total }: { done: number; total: number }) => {
    const now = clock.now()
    const isOurs = await inTransaction(db, async (tx) => {
      if (!(await beat(tx, { id, attempt, done, total, now }))) return false
      await publish({ tx, now }, { topic: `replay:${id}`, type: 'replay.progress', data: { done, total } })
      return true
    })
    events.poke()
    return isOurs
  }

  async function end(
    { id, attempt }: Claimed,
    ended: { state: 'failed' } | ({ state: 'done' } & NonNullable<Awaited<Going['found']>>),
  ): Promise<void> {
    const now = clock.now()
    await inTransaction(db, async (tx) => {
      if (!(await endReplay(tx, { id, attempt, now, ...ended }))) return
      const event = { topic: `replay:${id}`, type: 'replay.ended', data: { state: ended.state } }
      await publish({ tx, now }, event)
    })
    events.poke()
  }

  const work: JobKind<{ replayId: string }> = { name: REPLAY_JOB, handle: ({ replayId }) => run(replayId) }
  /** What a server left behind that died, or whose job was lost. */
  const again: JobKind<never> = {
    name: 'replay-again',
    cron: '* * * * *',
    async handle() {
      for (const replayId of await silentReplays(db, clock.now()))
        await inTransaction(db, (tx) => jobs.enqueue(tx, REPLAY_JOB, { replayId }))
    },
  }
  return {
    jobs: [work, again],
    run,
    async stop() {
      for (const own of going.values()) {
        own.isLetGo = true
        await own.thread.stop()
      }
    },
  }
}
