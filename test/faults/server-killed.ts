import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sealAudit, verifyAudit } from '../../server/platform/audit.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { openBooth } from './ground/booth.ts'
import { checkBooks, enrolledIds } from './ground/enrolment-books.ts'
import { intend, repeatAll, startEnrolling, type Enrolling, type Intent } from './ground/enrolling.ts'
import { untilNobodyWrites } from './ground/nobody-writes.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { seeded } from './ground/seeded.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

/** People who enrol at the same time, so that a kill meets several commands on their way. */
const LANES = 4

/**
 * The server is killed with `kill -9` while people enrol, and started again; whoever got no answer repeats the
 * command under its id. Afterwards, and at every kill before anybody could repeat, the books must add up.
 */
export const serverKilled: Proof<{ enrolments: number; kills: number }> = {
  name: 'server-killed',
  small: { enrolments: 30, kills: 4 },
  full: { enrolments: 1_000, kills: 200 },
  async run(ground, { enrolments, kills }, seed) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 4 })
    const server = await startServerProcess({ databaseUrl: database.url })
    const booth = await openBooth({ address: server.address, db }, { cards: enrolments, pieces: enrolments })
    try {
      const intents = intend(booth, enrolments)
      const enrolling = startEnrolling(booth, intents, { lanes: LANES })
      const [found] = await Promise.all([
        killAgainAndAgain({ server, db, intents, enrolling, kills, random: seeded(seed) }),
        enrolling.everybody,
      ])
      assert.equal(await checkBooks(db), enrolments, 'everybody is enrolled once')
      assert.deepEqual(await enrolledIds(db), new Set(intents.map(({ id }) => id)))
      await repeatAll(booth, intents)
      assert.equal(await checkBooks(db), enrolments, 'repeating all of it changes nothing')
      await sealAudit(db, new Date())
      assert.equal((await verifyAudit(db)).intact, true, 'the audit chain holds')
      return { acknowledged: enrolments, lost: 0, doubled: 0, half: 0, ...found }
    } finally {
      booth.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

interface Killing {
  server: ServerProcess
  db: Db
  intents: readonly Intent[]
  enrolling: Enrolling
  kills: number
  random: () => number
}

/**
 * Spreads the kills over the whole run. Each waits a drawn part of a little more than what an enrolment takes,
 * so that it falls before, inside and after transactions.
 */
async function killAgainAndAgain({ server, db, intents, enrolling, kills, random }: Killing) {
  const readyMs: number[] = []
  let [inFlight, committedUnanswered] = [0, 0]
  for (let kill = 0; kill < kills; kill += 1) {
    await enrolling.untilAcknowledged(Math.floor(((intents.length - LANES) * (kill + random())) / kills))
    await sleep(random() * 1.3 * usualMs(intents))
    await server.kill()
    const unanswered = intents.filter((intent) => intent.isSent && !intent.answer)
    await untilNobodyWrites(db)
    await checkBooks(db)
    const enrolled = await enrolledIds(db)
    for (const { id, answer } of intents)
      assert.ok(!answer || enrolled.has(id), 'what was acknowledged is there')
    inFlight += unanswered.length
    committedUnanswered += unanswered.filter(({ id }) => enrolled.has(id)).length
    readyMs.push(await server.start())
  }
  return {
    kills,
    commandsInFlight: inFlight,
    committedButUnanswered: committedUnanswered,
    readyAgainMsMedian: median(readyMs),
    readyAgainMsWorst: worst(readyMs),
    attemptsWithoutAnswer: enrolling.repeats().unanswered,
  }
}

const usualMs = (intents: readonly Intent[]): number =>
  Math.max(20, ...intents.flatMap(({ tookMs }) => tookMs ?? []).slice(-LANES))
