import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { racers } from './racers.ts'

test(
  'ten clients race for the last gift, one card, one balance: one wins each, nine are told why not',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await racers.run(ground, racers.small, 1)).toMatchObject({ races: 8, winners: 8, refusals: 72 })
  },
)
