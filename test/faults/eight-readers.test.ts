import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { eightReaders } from './eight-readers.ts'

test(
  'eight readers of one station encode at once, through its native driver and a real pcscd',
  { timeout: 180_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    const figures = await eightReaders.run(ground, eightReaders.small, 1)
    expect(figures).toMatchObject({ readers: 8, cards: 8 })
    expect(figures['apdusPerCard']).toBeGreaterThanOrEqual(10)
  },
)
