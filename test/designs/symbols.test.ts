import bwipjs from 'bwip-js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SymbolElement, Symbology } from '../../card-designs/engine/design.ts'
import { symbologies } from '../../card-designs/engine/design-elements.ts'
import { DesignError } from '../../card-designs/engine/design-error.ts'
import { encodeSymbol } from '../../card-designs/engine/encode-symbol.ts'
import type { SymbolBits } from '../../card-designs/engine/symbol-bits.ts'
import { errorLevels } from '../../card-designs/engine/qr/versions.ts'
import { isWhole } from '../support/slice.ts'

const element = (symbology: Symbology, rest: Partial<SymbolElement> = {}): SymbolElement => ({
  type: 'symbol',
  id: 'symbol',
  symbology,
  content: '{{qr}}',
  box: { xUm: 0, yUm: 0, widthUm: 40_000, heightUm: 40_000 },
  minModuleUm: 100,
  colour: '#000000',
  ...rest,
})

const modulesOf = ({ columns, rows, bits }: SymbolBits): string =>
  Array.from({ length: rows }, (_, y) =>
    Array.from(
      { length: columns },
      (__, x) => ((bits[y * ((columns + 7) >> 3) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1,
    ).join(''),
  ).join('\n')

function reference(options: { bcid: string; text: string; eclevel?: string }): string {
  const [symbol] = bwipjs.raw(options)
  if (symbol && 'pixs' in symbol)
    return Array.from({ length: symbol.pixy }, (_, y) =>
      Array.from(symbol.pixs.slice(y * symbol.pixx, (y + 1) * symbol.pixx)).join(''),
    ).join('\n')
  if (symbol && 'sbs' in symbol)
    return symbol.sbs.map((width, i) => String((i + 1) % 2).repeat(width)).join('')
  throw new Error('no symbol')
}

const parts = fc.oneof(
  fc.stringMatching(/^[0-9]{1,24}$/),
  fc.stringMatching(/^[A-Z $%*+./:-]{1,24}$/),
  fc.stringMatching(/^[a-z?=&_#~]{1,30}$/),
  fc.stringMatching(/^[0-9a-f]{1,30}$/),
  fc.constantFrom('https://vip.example/c/', '锦城百货', 'HTTPS://VIP.EXAMPLE/'),
)

test('a QR symbol is module for module what bwip-js makes, whatever the content, level and version', () => {
  const texts = fc.array(parts, { minLength: 1, maxLength: 12 }).map((all) => all.join(''))
  fc.assert(
    fc.property(texts, fc.constantFrom(...errorLevels), (text, errorLevel) => {
      const ours = modulesOf(encodeSymbol(element('qrcode', { errorLevel }), text))
      expect(ours).toBe(reference({ bcid: 'qrcode', text, eclevel: errorLevel }))
    }),
    { numRuns: isWhole ? 1_000 : 40, seed: 18_004 },
  )
})

test.each([2, 5, 9, 10, 20, 26, 27, 33, 40])('so is one of version %i, up to its last module', (version) => {
  const sizes: Readonly<Record<number, number>> = {
    2: 26,
    5: 84,
    9: 180,
    10: 213,
    20: 666,
    26: 1_059,
    27: 1_125,
    33: 1_628,
    40: 2_331,
  }
  const text = 'a~'.repeat(1_200).slice(0, sizes[version])
  const symbol = encodeSymbol(element('qrcode'), text)
  expect(symbol.rows).toBe(17 + 4 * version)
  expect(modulesOf(symbol)).toBe(reference({ bcid: 'qrcode', text, eclevel: 'M' }))
})

test('so is a Code 128 of digits', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^(\d\d){1,12}$/), (text) => {
      expect(modulesOf(encodeSymbol(element('code128'), text))).toBe(reference({ bcid: 'code128', text }))
    }),
    { numRuns: 60, seed: 15_417 },
  )
})

const examples: Readonly<Record<Symbology, { good: string; bad: string }>> = {
  qrcode: { good: 'https://vip.example', bad: 'x'.repeat(4_000) },
  microqrcode: { good: '12345678', bad: 'x'.repeat(40) },
  datamatrix: { good: '9156000000000000', bad: 'x'.repeat(3_000) },
  pdf417: { good: '9156000000000000', bad: 'x'.repeat(3_000) },
  azteccode: { good: '9156000000000000', bad: 'x'.repeat(4_000) },
  code128: { good: 'AB-12', bad: '锦城' },
  ean13: { good: '6901234567892', bad: '6901234567890' },
  ean8: { good: '96385074', bad: '9638507X' },
  interleaved2of5: { good: '123456', bad: '12345' },
  'gs1-128': { good: '(01)09501101530003', bad: '09501101530003' },
  gs1datamatrix: { good: '(01)09501101530003', bad: '(01)123' },
  gs1qrcode: { good: '(01)09501101530003', bad: 'x' },
}

test.each(symbologies)('%s writes what it can and refuses what it cannot', (symbology) => {
  const { good, bad } = examples[symbology]
  expect(encodeSymbol(element(symbology), good).columns).toBeGreaterThan(9)
  expect(() => encodeSymbol(element(symbology), bad)).toThrow(DesignError)
})
