import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { databaseStopped } from './database-stopped.ts'

test(
  'a database that goes away and comes back is 503 in between, and no damage',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await databaseStopped.run(ground, databaseStopped.small, 3)).toMatchObject({
      acknowledged: 20,
      stops: 2,
    })
  },
)
