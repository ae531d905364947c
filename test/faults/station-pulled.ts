import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { Progress } from '../../server/encoding/schema.ts'
import { openDatabase } from '../../server/platform/database.ts'
import type { Stations } from '../../server/stations/schema.ts'
import { checkDesk, feed, isOutcome, openDesk, type Desk } from './ground/desk.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { done } from './ground/office.ts'
import { seeded } from './ground/seeded.ts'
import { startServerProcess } from './ground/server-process.ts'

/** People at the office page are promised to see it by then. */
const SEEN_WITHIN_MS = 3_000
/** A pull falls so long after a card has its number: in its chip, or while its stripe waits for the hand. */
const LATEST_MS = 150

/**
 * The station goes away in the middle of a card, killed or hanging. The office's live page shows it within three
 * seconds; when the station is back the same card is finished, and the batch goes on.
 */
export const stationPulled: Proof<{ pulls: number }> = {
  name: 'station-pulled',
  small: { pulls: 2 },
  full: { pulls: 40 },
  async run(ground, { pulls }, seed) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    const size = { cards: 2 * pulls, blanks: 2 * pulls + 5, stripe: true }
    const desk = await openDesk(server.address, size)
    const random = seeded(seed)
    try {
      const seenMs: number[] = []
      const backMs: number[] = []
      for (let pull = 0; pull < pulls; pull += 1) {
        const how = pull % 2 === 0 ? 'SIGKILL' : 'SIGSTOP'
        const { seen, back } = await pullOnce(desk, how, random() * LATEST_MS)
        seenMs.push(seen)
        backMs.push(back)
        assert.ok(seen <= SEEN_WITHIN_MS, `the office saw it after ${Math.round(seen)} ms`)
        await feed(desk)
      }
      const { finished, spoiled, blank } = await checkDesk(desk, server.address, db)
      assert.deepEqual([finished, spoiled, blank], [2 * pulls, 0, 0], 'every card was finished')
      return {
        pulls,
        finished,
        seenMsMedian: median(seenMs),
        seenMsWorst: worst(seenMs),
        cardGoesOnMsMedian: median(backMs),
        cardGoesOnMsWorst: worst(backMs),
      }
    } catch (cause) {
      throw new Error(`The server said: ${server.said()}; the station: ${desk.station.said()}`, { cause })
    } finally {
      await desk.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

/** @returns milliseconds until the office saw it, and from its being back until the card was finished */
async function pullOnce(desk: Desk, how: 'SIGKILL' | 'SIGSTOP', afterMs: number) {
  const { live, station } = desk
  const before = live.heard.length
  const uid = await desk.layBlank()
  await live.next(before, ({ type }) => type === 'step')
  await pause(afterMs)
  const pulledAt = performance.now()
  const heard = live.heard.length
  await station.signal(how)
  const down = await live.next(heard, ({ type }) => type === 'station-down')
  await mustShowDown(desk)

  const backAt = performance.now()
  if (how === 'SIGSTOP') await station.signal('SIGCONT')
  else station.start()
  const up = await live.next(heard, ({ type }) => type === 'station-up')
  // The plug took the simulated hand's card with it; behind a station that hung it still lies there.
  const after = live.heard.indexOf(up) + 1
  if (how === 'SIGKILL') await desk.lay(uid)
  const outcome = await live.next(after, isOutcome)
  assert.equal(outcome.type, 'card-finished', JSON.stringify(outcome.data))
  await desk.takeAway()
  return { seen: down.at - pulledAt, back: performance.now() - backAt }
}

/** What the office's page reads when the event tells it to look again. */
async function mustShowDown({ administrator, stationId, batchId }: Desk): Promise<void> {
  const { stations } = done(await administrator.get<Static<typeof Stations>>('/stations'))
  assert.equal(stations.find(({ id }) => id === stationId)?.isUp, false)
  const { runs } = done(await administrator.get<Progress>(`/batches/${batchId}/progress`))
  assert.equal(runs[0]?.isUp, false)
}
