import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { ledgerModel } from './ledger-model.ts'

test(
  'five hundred random operations, late, repeated, at once and through broken connections, leave what a plain model says',
  { timeout: 120_000 },
  async () => {
    const { operations } = await ledgerModel.run({ createDatabase: createTestDatabase }, ledgerModel.small, 1)
    expect(operations).toBeGreaterThanOrEqual(500)
  },
)
