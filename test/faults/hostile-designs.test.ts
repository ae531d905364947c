import { expect, test } from 'vitest'
import { createTestDatabase } from '../support/database.ts'
import { hostileDesigns } from './hostile-designs.ts'

test(
  'random hostile designs, drawings and pictures are drawn or refused in bounded time',
  { timeout: 120_000 },
  async () => {
    const figures = await hostileDesigns.run({ createDatabase: createTestDatabase }, hostileDesigns.small, 7)
    for (const part of [
      'read',
      'read: design-invalid',
      'drawn',
      'drawn: design-unpaintable',
      'artwork',
      'artwork: artwork-active',
      'artwork: artwork-outside',
      'picture',
      'picture: asset-unreadable',
      'picture: asset-too-large',
    ])
      expect(figures[part], part).toBeGreaterThan(0)
  },
)
