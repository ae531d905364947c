import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { cardTorn } from './card-torn.ts'

test(
  'a card torn off at any command ends finished or spoiled, the next feed goes on, and the batch balances',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await cardTorn.run(ground, cardTorn.small, 4)).toMatchObject({ tears: 8 })
  },
)
