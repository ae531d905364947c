import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { boothsOffline } from './booths-offline.ts'

test(
  'two tablets without network, with wrong clocks and killed browsers lose nobody, and their report is exact',
  { timeout: 300_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await boothsOffline.run(ground, boothsOffline.small, 20)).toMatchObject({
      enrolments: 6,
      serverKills: 1,
    })
  },
)
