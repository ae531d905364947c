import { randomUUID } from 'node:crypto'
import { nextAddress } from '../faults/ground/http-client.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'
import { clusterSeconds, cpuSeconds, postmasterOf } from './cpu.ts'
import { openStand, type Stand } from './enrolment-stand.ts'
import { oneStatement, statementByStatement } from './enrolment-sql.ts'
import { loadAtBest, type Request } from './http-load.ts'
import { bestPgbench } from './pgbench.ts'

export interface EnrolmentSize {
  rounds: number
  /** in the database before the first is enrolled */
  members: number
  /** of one round of one side */
  seconds: number
}

/**
 * Enrolments of strangers through a server process over HTTP, all at one booth with one gift, against pgbench with the same
 * reads and writes at a booth whose server is off: statement after statement, and all in one. Whatever else the machine does,
 * the processor time of an enrolment stays what it is.
 */
export async function benchEnrolment(
  ground: Ground,
  { rounds, members, seconds }: EnrolmentSize,
): Promise<ContestResult> {
  const stand = await openStand(ground, members)
  const bare = await openStand(ground, members)
  try {
    const postmaster = await postmasterOf(stand.db)
    await bare.server.kill()
    return await hold(
      {
        name: `Enrolment at one booth with one gift, ${members} members`,
        figure: 'perSecond',
        ours: { name: 'over HTTP', round: overHttp(stand, { seconds, postmaster }) },
        peers: await statementsAt(bare, { seconds, postmaster }),
      },
      rounds,
    )
  } finally {
    await bare.close()
    await stand.close()
  }
}

interface Watched {
  seconds: number
  /** of the databases on both sides */
  postmaster: number
}

const milliseconds = (seconds: number, times: number): number => Math.round((seconds * 1e5) / times) / 100

function overHttp(stand: Stand, { seconds, postmaster }: Watched): () => Promise<Measured> {
  let sent = 0
  const load = loadAtBest(stand.server.address, () => {
    sent += 1
    return enrolmentAt(stand)
  })
  return async () => {
    const sentBefore = sent
    const [server, database] = [cpuSeconds(stand.server.pid()), clusterSeconds(postmaster)]
    const measured = await load(seconds)
    const times = sent - sentBefore
    return {
      ...measured,
      serverMs: milliseconds(cpuSeconds(stand.server.pid()) - server, times),
      databaseMs: milliseconds(clusterSeconds(postmaster) - database, times),
    }
  }
}

function enrolmentAt(stand: Stand): Request {
  return {
    method: 'POST',
    path: '/enrolments',
    headers: {
      'x-cardwright': '1',
      'x-forwarded-for': nextAddress(),
      cookie: stand.nextPromoter().cookie(),
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(stand.nextForm()),
  }
}

async function statementsAt(
  stand: Stand,
  { seconds, postmaster }: Watched,
): Promise<{ name: string; round: () => Promise<Measured> }[]> {
  const peers = []
  for (const [name, script] of [
    ['pgbench, statement by statement', statementByStatement(stand)],
    ['pgbench, one statement', oneStatement(stand)],
  ] as const) {
    const run = await bestPgbench({ databaseUrl: stand.databaseUrl, script, members: stand.members })
    if (!run) continue
    const round = async (): Promise<Measured> => {
      const before = clusterSeconds(postmaster)
      const measured = await run(seconds)
      const times = (measured['perSecond'] ?? 0) * seconds
      return { ...measured, databaseMs: milliseconds(clusterSeconds(postmaster) - before, times) }
    }
    peers.push({ name, round })
  }
  if (peers.length === 0) console.log('pgbench is not here: no other side to compare with')
  return peers
}
