import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { openClient } from './ground/http-client.ts'
import { startServerProcess } from './ground/server-process.ts'

/** Another name each time: one name is paused sooner. */
const wrong = (attempt: number) => ({ signInName: `nobody-${attempt}`, password: 'a wrong password' })
const TRIES_A_MINUTE = 20

test(
  'behind a proxy one client uses up its own limit and nobody else’s, whatever it says of itself',
  { timeout: 120_000 },
  async () => {
    await using database = await createTestDatabase()
    await using server = await startServerProcess({ databaseUrl: database.url })
    let said = 0
    // A proxy appends the address it sees to what the caller wrote.
    const greedy = openClient(server.address, { from: () => `192.0.2.${(said += 1)}, 198.51.100.1` })
    const patient = openClient(server.address, { from: () => '198.51.100.2' })
    const statuses = []
    for (let attempt = 0; attempt <= TRIES_A_MINUTE; attempt += 1)
      statuses.push((await greedy.post('/staff/sign-in', wrong(attempt))).status)
    expect(statuses.slice(0, TRIES_A_MINUTE)).not.toContain(429)
    expect(statuses.at(-1)).toBe(429)
    expect((await patient.post('/staff/sign-in', wrong(0))).status).toBe(401)
    greedy.close()
    patient.close()
  },
)
