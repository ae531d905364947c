import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { hostileDesigns } from './hostile-designs.ts'

test('random hostile designs are drawn or refused in bounded time', { timeout: 120_000 }, async () => {
  const figures = await hostileDesigns.run({ createDatabase: createTestDatabase }, hostileDesigns.small, 7)
  for (const part of ['invalid', 'drawn', 'unpaintable']) expect(figures[part]).toBeGreaterThan(0)
})
