import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { chips as chipsOfMakers } from '../../hardware/nfc/chips.ts'
import { blankKinds } from '../../hardware/simulator/blank-kinds.ts'
import { cardChips, chipCodes, provesItself, type Chip } from '../../server/cards/chip-schema.ts'

const root = new URL('../../', import.meta.url)
const blanksOf = (chip: Chip): readonly string[] => cardChips[chip].blanks

/** Where a chip's code stands besides the table, and why that is no second list. */
const namedToo: Record<string, readonly Chip[]> = {
  // by type complete: a chip without a row fails the type check
  'server/encoding/chips/writers.ts': chipCodes.filter((chip) => chip !== 'stripe-only'),
  'server/encoding/chips/silent-chips.ts': chipCodes.filter((chip) => cardChips[chip].says === 'own-keys'),
  'kiosk/office/encoding/steps.ts': chipCodes.filter((chip) => chip !== 'stripe-only'),
  // what is taken where nobody chose
  'server/batches/ordering.ts': ['ntag424-dna'],
  'kiosk/office/batches/new-batch-page.tsx': ['ntag424-dna'],
  'kiosk/office/bench/bench-hands.tsx': ['ntag424-dna'],
  // one chip's own protocol, and names of the maker's
  'server/encoding/rekeying.ts': ['ntag424-dna-lrp'],
  'server/encoding/chips/desfire.ts': ['desfire'],
  'server/encoding/chips/type-2-tags.ts': ['ultralight-aes'],
  'server/bench/look.ts': ['desfire'],
}

/** As a string, or as the name of a row. */
const names = (text: string, chip: Chip): boolean =>
  text.includes(`'${chip}'`) || new RegExp(`^\\s+${chip}\\b[:,]`, 'm').test(text)

test('which chips there are is said in one table: no second list can forget a new one', () => {
  const told = chipCodes.filter((chip) => chip !== 'stripe-only')
  const found: Record<string, readonly Chip[]> = {}
  for (const folder of ['server', 'kiosk'])
    for (const name of readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${name.replaceAll('\\', '/')}`
      if (!/\.tsx?$/.test(path) || /^server\/(migrations\/|cards\/chip-schema)/.test(path)) continue
      const text = readFileSync(new URL(path, root), 'utf8')
      const named = told.filter((chip) => names(text, chip))
      if (named.length > 0) found[path] = named
    }
  expect(found).toEqual(namedToo)
})

test('each chip that the product knows is a blank of some card, and says of copies what that card says', () => {
  const made = chipCodes.flatMap(blanksOf)
  expect([...new Set(made)].toSorted()).toEqual(chipsOfMakers.map(({ chip }) => chip).toSorted())
  for (const chip of chipCodes)
    for (const { isCopyable } of chipsOfMakers.filter((row) => blanksOf(chip).includes(row.chip)))
      expect([chip, cardChips[chip].isCopyable]).toEqual([chip, isCopyable])
})

test('each chip lies in the simulated drawer', () => {
  expect(blankKinds).toEqual(expect.arrayContaining(chipCodes))
})

test('a tap may spend where the chip says something new or has keys of its own, and cannot be copied', () => {
  expect(chipCodes.filter(provesItself)).toEqual(['ntag424-dna', 'ntag424-dna-lrp', 'desfire'])
})
