import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { bigBatch } from './big-batch.ts'

test(
  'a batch is planned, encoded by eight readers at once and closed, and the server’s memory stays',
  { timeout: 120_000 },
  async () => {
    const figures = await bigBatch.run({ createDatabase: createTestDatabase }, bigBatch.small, 1)
    expect(figures).toMatchObject({ cards: 100 })
  },
)
