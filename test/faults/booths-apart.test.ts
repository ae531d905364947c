import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { boothsApart } from './booths-apart.ts'
import { whyNoLinks } from './ground/bad-link.ts'

test.skipIf(whyNoLinks())(
  'tablets in networks of their own, whose packets vanish now and then, lose nobody',
  { timeout: 300_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await boothsApart.run(ground, boothsApart.small, 20)).toMatchObject({ enrolments: 6 })
  },
)
