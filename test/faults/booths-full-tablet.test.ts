import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { boothsFullTablet } from './booths-full-tablet.ts'

test(
  'a tablet full of enrolments opens, enrols one more and sends them all',
  { timeout: 300_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await boothsFullTablet.run(ground, boothsFullTablet.small, 1)).toMatchObject({ entries: 30 })
  },
)
