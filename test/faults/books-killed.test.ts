import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { booksKilled } from './books-killed.ts'

test(
  'a server killed while it imports, tries rules and closes the books takes each row once and leaves nothing half done',
  { timeout: 300_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await booksKilled.run(ground, booksKilled.small, 5)).toMatchObject({ kills: 3, half: 0 })
  },
)
