import { expect, test } from 'vitest'
import { verifyAudit, sealAudit } from '../../server/platform/audit.ts'
import { checkLedger } from '../../server/points/index.ts'
import { startTestServer } from '../support/server.ts'
import { simulatedHands } from './simulated-hands.ts'
import { pcscHands } from './pcsc-hands.ts'
import { startPostgres15 } from './postgres-15.ts'
import { walkTheJob } from './walk.ts'

test('the whole job with simulated devices: from a first administrator to a signed evening count', async () => {
  await using server = await startTestServer({ doesJobs: true })
  await walkTheJob(server, (office) => simulatedHands(server, office))
  expect((await checkLedger(server.db)).isBalanced).toBe(true)
  // What commits while anybody writes to the same PostgreSQL is linked a moment later.
  const linked = async () => {
    while ((await sealAudit(server.db, server.clock.now())) > 0);
    return verifyAudit(server.db)
  }
  await expect.poll(linked).toMatchObject({ intact: true, unsealed: 0 })
}, 120_000)

test('the whole job with a real station: nfc-pcsc, pcscd, vpcd and virtual NTAG 424 DNA cards', async () => {
  await using server = await startTestServer({ doesJobs: true, publicUrl: 'https://cards.example.com' })
  await using chain = await pcscHands(server)
  await walkTheJob(server, chain.pair)
}, 180_000)

test('the whole job on PostgreSQL 15 as Debian ships it', async () => {
  await using postgres = await startPostgres15()
  await using server = await startTestServer({ doesJobs: true, databaseUrl: postgres.url })
  await walkTheJob(server, (office) => simulatedHands(server, office))
}, 120_000)
