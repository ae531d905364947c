import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { boothsBadLine } from './booths-bad-line.ts'
import { whyNoLinks } from './ground/bad-link.ts'

test.skipIf(whyNoLinks())(
  'over a line that loses 30 % of its packets at 64 kbit/s people are enrolled, and the page answers at once',
  { timeout: 300_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await boothsBadLine.run(ground, boothsBadLine.small, 1)).toMatchObject({
      tabletEnrolments: 2,
      signedInEnrolments: 1,
    })
  },
)
