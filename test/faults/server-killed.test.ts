import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { serverKilled } from './server-killed.ts'

test(
  'a server killed again and again loses no acknowledged enrolment, doubles none and leaves none half',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await serverKilled.run(ground, serverKilled.small, 20)).toMatchObject({
      acknowledged: 30,
      kills: 4,
    })
  },
)
