import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { faultSequences } from './fault-sequences.ts'

test(
  'whatever goes wrong at a desk, and in whatever order, the batch balances and no two cards are live with one number',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    const figures = await faultSequences.run(ground, faultSequences.small, 7)
    expect(figures).toMatchObject(faultSequences.small)
    for (const part of ['torn', 'cut', 'finished', 'spoiled', 'refused'])
      expect(figures[part]).toBeGreaterThan(0)
  },
)
