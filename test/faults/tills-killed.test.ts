import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { tillsKilled } from './tills-killed.ts'

test(
  'a server killed while many tills sell loses no purchase that it answered and records none twice',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await tillsKilled.run(ground, tillsKilled.small, 20)).toMatchObject({
      acknowledged: 300,
      kills: 3,
    })
  },
)
