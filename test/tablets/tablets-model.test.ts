import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { tabletsModel } from './tablets-model.ts'

test(
  'sixty entries of three tablets, doubled, cut and out of order between them, leave what a plain model says',
  { timeout: 120_000 },
  async () => {
    const { entries } = await tabletsModel.run({ createDatabase: createTestDatabase }, tabletsModel.small, 1)
    expect(entries).toBeGreaterThanOrEqual(40)
  },
)
