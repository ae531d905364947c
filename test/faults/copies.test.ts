import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { copies } from './copies.ts'

test(
  'fifty copies of one enrolment at two servers have one effect and one answer; other content is refused',
  { timeout: 120_000 },
  async () => {
    const ground = { createDatabase: createTestDatabase }
    expect(await copies.run(ground, copies.small, 1)).toMatchObject({ effectsOfEach: 1, commands: 3 })
  },
)
