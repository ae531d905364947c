import { expect, test } from 'vitest'
import { symbologies } from '../../card-designs/engine/design-elements.ts'
import { readOfSymbology } from './symbols-read.ts'

/** Two sheets of each; `npm run prove -- symbols-read` takes twenty, and those of every design. */
const MANY = 20

test.each(symbologies)(
  'every %s on sheets is read at 300 dpi with what it was given',
  async (symbology) => {
    expect(await readOfSymbology(symbology, MANY)).toBe(MANY)
  },
  120_000,
)
