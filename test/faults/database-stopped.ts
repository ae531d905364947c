import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '../../server/platform/database.ts'
import { openBooth, type Booth } from './ground/booth.ts'
import { checkBooks } from './ground/enrolment-books.ts'
import { intend, startEnrolling, type Enrolling } from './ground/enrolling.ts'
import { startOwnPostgres, type OwnPostgres } from './ground/own-postgres.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { seeded } from './ground/seeded.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

const LANES = 4

/**
 * PostgreSQL goes away under a running server, told to stop or killed, and comes back at its address. Meanwhile every
 * answer is 503 with Retry-After; then the same server process goes on by itself, and nothing is lost or damaged.
 * It brings a PostgreSQL of its own, because it takes it away.
 */
export const databaseStopped: Proof<{ enrolments: number; stops: number }> = {
  name: 'database-stopped',
  small: { enrolments: 20, stops: 2 },
  full: { enrolments: 300, stops: 40 },
  async run(_ground, { enrolments, stops }, seed) {
    const database = await startOwnPostgres()
    const server = await startServerProcess({ databaseUrl: database.url })
    const db = openDatabase({ url: database.url, size: 2 })
    const booth = await openBooth({ address: server.address, db }, { cards: enrolments, pieces: enrolments })
    try {
      const pid = server.pid()
      const intents = intend(booth, enrolments)
      const enrolling = startEnrolling(booth, intents, { lanes: LANES })
      const [found] = await Promise.all([
        stopAgainAndAgain({ database, server, booth, enrolling, enrolments, stops, random: seeded(seed) }),
        enrolling.everybody,
      ])
      assert.equal(server.pid(), pid, 'the server process is the same')
      assert.equal(await checkBooks(db), enrolments, 'everybody is enrolled once')
      const { unavailable, unanswered } = enrolling.repeats()
      assert.equal(unanswered, 0, 'the server always answers')
      return { acknowledged: enrolments, lost: 0, doubled: 0, half: 0, ...found, answers503: unavailable }
    } catch (cause) {
      throw new Error(`The server said: ${server.said()}`, { cause })
    } finally {
      booth.close()
      await server.stop()
      await db.destroy()
      await database.remove()
    }
  },
}

interface Stopping {
  database: OwnPostgres
  server: ServerProcess
  booth: Booth
  enrolling: Enrolling
  enrolments: number
  stops: number
  random: () => number
}

/** Takes the database away while people enrol: every other time by `kill -9`. */
async function stopAgainAndAgain({
  database,
  server,
  booth,
  enrolling,
  enrolments,
  stops,
  random,
}: Stopping) {
  const recoveredMs: number[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    await enrolling.untilAcknowledged(Math.floor(((enrolments - LANES) * (stop + random())) / stops))
    await sleep(random() * 40)
    await (stop % 2 === 0 ? database.stop() : database.kill())
    await mustSayAway(server, booth)
    await database.start()
    const startedAt = performance.now()
    while ((await fetch(`${server.address}/readyz`)).status !== 200) await sleep(20)
    recoveredMs.push(performance.now() - startedAt)
  }
  return { stops, recoveredMsMedian: median(recoveredMs), recoveredMsWorst: worst(recoveredMs) }
}

/** Alive, not ready; reads and writes are asked to come again. */
async function mustSayAway(server: ServerProcess, { administrator }: Booth): Promise<void> {
  const { address } = server
  assert.ok(server.pid(), `the server lives on: ${server.said()}`)
  assert.equal((await fetch(`${address}/healthz`)).status, 200)
  assert.equal((await fetch(`${address}/readyz`)).status, 503)
  const answers = [await administrator.get('/places'), await administrator.post('/places', PLACE)]
  for (const { status, body, headers } of answers) {
    assert.equal(status, 503)
    assert.equal((body as { code?: string }).code, 'unavailable')
    assert.ok(Number(headers['retry-after']) > 0, 'it says when to try again')
  }
}

const PLACE = { name: 'Nowhere', kind: 'booth' }
