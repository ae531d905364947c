import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { enrol as enrolByRule } from '../../server/drives/enrolment.ts'
import { createKeyService, openKeyStore } from '../../server/keys/index.ts'
import type { Actor } from '../../server/platform/actor.ts'
import { runCommand } from '../../server/platform/command.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { enrol, formFor, openBooth, type Booth } from '../faults/ground/booth.ts'
import { nextAddress, openClient } from '../faults/ground/http-client.ts'
import { done } from '../faults/ground/office.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { startServerProcess } from '../faults/ground/server-process.ts'
import { hold, type ContestResult } from './contest.ts'
import { loadFacts, transactionLoop } from './enrolment-sql.ts'
import { throughput } from './throughput.ts'

const LANES = 8
const SIDES = 3

export interface EnrolmentSize {
  rounds: number
  /** enrolments in one round of one side */
  many: number
}

/**
 * Enrolments through a server process over HTTP, against the same rule called in this process, and against a loop of
 * plain transactions with the writes that an enrolment cannot do without. All on one database with fsync on.
 */
export async function benchEnrolment(
  ground: Ground,
  { rounds, many }: EnrolmentSize,
): Promise<ContestResult> {
  const database = await ground.createDatabase()
  const server = await startServerProcess({ databaseUrl: database.url })
  const db = openDatabase({ url: database.url, size: LANES })
  const people = many * (rounds + 1) * SIDES
  const booth = await openBooth({ address: server.address, db }, { cards: people, pieces: people })
  const pool = new pg.Pool({ connectionString: database.url, max: LANES })
  const nextPerson = peopleOf(booth)
  const client = openClient(server.address, {
    from: nextAddress,
    like: booth.promoters[0] ?? booth.administrator,
  })
  const rule = await ruleOf(booth, { db, keyFile: server.keyFile })
  const insert = transactionLoop(pool, await loadFacts(db, booth))
  const size = { many, lanes: LANES }
  try {
    return await hold(
      {
        name: 'Enrolment',
        figure: 'perSecond',
        ours: {
          name: 'over HTTP',
          round: () =>
            throughput(size, async () => {
              const { person, cardNumber } = nextPerson()
              done(await enrol(client, formFor(booth, person, cardNumber), randomUUID()))
            }),
        },
        peers: [
          { name: 'the rule without HTTP', round: () => throughput(size, () => rule(nextPerson())) },
          { name: 'plain transactions (pg)', round: () => throughput(size, () => insert(nextPerson())) },
        ],
      },
      rounds,
    )
  } finally {
    client.close()
    booth.close()
    await server.stop()
    await pool.end()
    await db.destroy()
    await database.drop()
  }
}

interface Person {
  person: number
  cardNumber: string
}

function peopleOf({ cardNumbers }: Booth): () => Person {
  let person = 0
  return () => {
    const cardNumber = cardNumbers[person] ?? ''
    person += 1
    return { person, cardNumber }
  }
}

interface RuleNeeds {
  db: ReturnType<typeof openDatabase>
  keyFile: string
}

/** The command as the route runs it, without the route. */
async function ruleOf(booth: Booth, { db, keyFile }: RuleNeeds): Promise<(person: Person) => Promise<void>> {
  const keys = createKeyService(openKeyStore({ kind: 'file', path: keyFile }).store)
  const { staff_id: staffId } = await db.selectFrom('shifts').select('staff_id').executeTakeFirstOrThrow()
  const actor: Actor = { kind: 'staff', staffId, roles: ['promoter'] }
  return async ({ person, cardNumber }) => {
    const form = formFor(booth, person, cardNumber)
    const command = { id: randomUUID(), actor, now: new Date(), contentHash: Buffer.alloc(32) }
    const result = await runCommand(db, command, (work) => enrolByRule(work, keys, form))
    if (!result.ok) throw new Error(`refused: ${result.reason}`)
  }
}
