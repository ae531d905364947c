/**
 * `npm run prove -- [names] [--share 0.1] [--seed 1]`: runs the proofs at full size, or at a share of it, on a durable
 * PostgreSQL of its own, and writes one dated record for each into test/proofs. Ends with 1 when a promise was broken.
 */
import { parseArgs } from 'node:util'
import { ledgerModel } from '../points/ledger-model.ts'
import { screenAndPrint } from '../designs/screen-and-print.ts'
import { symbolsRead } from '../designs/symbols-read.ts'
import { racers } from '../races/racers.ts'
import { tabletsModel } from '../tablets/tablets-model.ts'
import { copies } from './copies.ts'
import { cardTorn } from './card-torn.ts'
import { bigBatch } from './big-batch.ts'
import { booksKilled } from './books-killed.ts'
import { boothsApart } from './booths-apart.ts'
import { boothsBadLine } from './booths-bad-line.ts'
import { boothsFullTablet } from './booths-full-tablet.ts'
import { boothsOffline } from './booths-offline.ts'
import { databaseStopped } from './database-stopped.ts'
import { eightReaders } from './eight-readers.ts'
import { faultSequences } from './fault-sequences.ts'
import { hostileDesigns } from './hostile-designs.ts'
import { manyCards } from './many-cards.ts'
import { groundOn, startOwnPostgres } from './ground/own-postgres.ts'
import type { Ground, Proof } from './ground/proof.ts'
import { describeCommit, describeMachine, writeRecord } from './ground/record.ts'
import { pagesOnPhones } from './pages-on-phones.ts'
import { serverKilled } from './server-killed.ts'
import { stationPulled } from './station-pulled.ts'
import { tillsKilled } from './tills-killed.ts'

type AnyProof = Proof<Record<string, number>>
const proofs = [
  serverKilled,
  tillsKilled,
  booksKilled,
  databaseStopped,
  copies,
  racers,
  ledgerModel,
  tabletsModel,
  boothsOffline,
  boothsApart,
  boothsBadLine,
  boothsFullTablet,
  pagesOnPhones,
  cardTorn,
  stationPulled,
  eightReaders,
  faultSequences,
  hostileDesigns,
  symbolsRead,
  screenAndPrint,
  manyCards,
  bigBatch,
] as unknown as AnyProof[]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: 'string', default: '1' }, seed: { type: 'string' } },
})
const share = Number(values.share)
const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed)
const chosen = proofs.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const unknown = positionals.filter((name) => !proofs.some((proof) => proof.name === name))
if (unknown.length > 0 || !(share > 0 && share <= 1) || !Number.isSafeInteger(seed)) {
  console.error(`npm run prove -- [${proofs.map(({ name }) => name).join(' ')}] [--share 0.1] [--seed 1]`)
  process.exit(2)
}

const postgres = await startOwnPostgres()
try {
  const machine = await describeMachine(postgres.url)
  for (const proof of chosen) await prove(proof, groundOn(postgres.url), machine)
} finally {
  await postgres.remove()
}

async function prove(proof: AnyProof, ground: Ground, machine: object): Promise<void> {
  const size = sizeOf(proof)
  const startedAt = performance.now()
  try {
    const figures = await proof.run(ground, size, seed)
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10
    const record = { commit: describeCommit(), machine, size, seed, seconds, figures }
    console.log(`✓ ${proof.name} (${seconds} s)\n`, figures, await writeRecord(proof.name, record))
  } catch (error) {
    console.error(`✗ ${proof.name}, size ${JSON.stringify(size)}, seed ${seed}\n`, error)
    process.exitCode = 1
  }
}

/** A share of the full size, but never less than what the tests do. */
function sizeOf({ small, full }: AnyProof): Record<string, number> {
  const parts = Object.entries(full)
  return Object.fromEntries(
    parts.map(([part, most]) => [part, Math.max(small[part] ?? 1, Math.round(most * share))]),
  )
}
