import fc from 'fast-check'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import type { Design } from '../../card-designs/engine/design.ts'

/** Numbers, texts and things that a careless reader stumbles over. */
const odd = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    null,
    true,
    '',
    '\ud800',
    '__proto__',
    '{{cardNumber:loud}}',
    '{{nobody}}',
    '国'.repeat(500),
  ),
  fc.constantFrom(1e308, -1, 0, 200_000, 200_001, [], {}, [[[]]]),
  fc.jsonValue({ maxDepth: 3 }),
)

const um = fc.integer({ min: -200_000, max: 200_000 })
const length = fc.integer({ min: 1, max: 200_000 })
const box = fc.record({ xUm: um, yUm: um, widthUm: length, heightUm: length })
const path = fc.oneof(
  fc.string({
    unit: fc.constantFrom('M', 'L', 'C', 'Z', '0', '9', ' ', '.', '-', ','),
    minLength: 1,
    maxLength: 200,
  }),
  fc.constantFrom('M0 0', 'Z', 'C', 'M0 0L', '.'.repeat(5_000), '9'.repeat(5_000), 'M0 0L9 9'.repeat(5_000)),
)
const solid = fc.constantFrom('#000000', '#FFFFFF')
const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.constantFrom('{{cardNumber}}', '{{qr}}', '𠮷🙂', '\u202E'),
)

/** Elements of the right form with the wildest content. */
const element = fc
  .oneof(
    fc.record({ type: fc.constant('shape'), d: path, fill: solid }),
    fc.record({
      type: fc.constant('text'),
      text,
      xUm: um,
      baselineUm: um,
      widthUm: length,
      face: fc.constantFrom('sans', 'serif', 'sans-medium', 'none'),
      sizeUm: length,
      paint: solid,
      align: fc.constantFrom('left', 'centre', 'right'),
      trackingUm: um,
      fit: fc.constantFrom(
        { kind: 'fixed' },
        { kind: 'ellipsis' },
        { kind: 'shrink', minSizeUm: 1 },
        { kind: 'wrap', maxLines: 60, lineHeightUm: 1 },
      ),
    }),
    fc.record({
      type: fc.constant('microtext'),
      text,
      xUm: um,
      baselineUm: um,
      widthUm: length,
      face: fc.constant('sans'),
      sizeUm: length,
      paint: solid,
    }),
    fc.record({
      type: fc.constant('symbol'),
      symbology: fc.constantFrom(
        'qrcode',
        'microqrcode',
        'datamatrix',
        'pdf417',
        'azteccode',
        'code128',
        'ean13',
        'gs1-128',
      ),
      content: text,
      box,
      minModuleUm: length,
      colour: solid,
    }),
    fc.record({
      type: fc.constant('guilloche'),
      guilloche: fc.record({
        kind: fc.constant('rosette'),
        centre: fc.tuple(um, um),
        innerUm: length,
        outerUm: length,
        petals: fc.integer({ min: 3, max: 120 }),
        lines: fc.integer({ min: 1, max: 120 }),
      }),
      stroke: fc.record({ paint: solid, widthUm: length }),
    }),
    fc.record({
      type: fc.constant('image'),
      asset: fc.constantFrom('', '../../etc/passwd', '0'.repeat(64)),
      box,
    }),
    fc.record({ type: fc.constant('photo'), field: fc.constantFrom('photo', 'cardNumber'), box }),
  )
  .map((made): Record<string, unknown> => made)

const numbered = fc
  .array(element, { maxLength: 12 })
  .map((elements) => elements.map((made, index) => ({ ...made, id: `e-${index}` })))

/** A card's data: its fields' names, with what should stand there and what should not. */
export const hostileData: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.oneof(
    fc.constantFrom(
      'cardNumber',
      'securityCode',
      'qr',
      'memberName',
      'validThrough',
      'language',
      'photo',
      '__proto__',
    ),
    fc.string({ maxLength: 8 }),
  ),
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '',
      '9156000000000018',
      '2028-02-30',
      'A\u0301'.repeat(200),
      '\u202Eabc',
      '\0',
      '8'.repeat(20_000),
    ),
    fc.uint8Array({ maxLength: 64 }),
    odd,
  ),
  { maxKeys: 7 },
)

/** Groups within groups, deeper than any artist goes. */
const nest = (depth: number, inner: unknown[]): unknown[] =>
  depth === 0 ? inner : [{ type: 'group', id: `g-${depth}`, elements: nest(depth - 1, inner) }]

const gold: Design = cardTemplates.gold

/** Some are nearly right, some are nothing at all. */
export const hostileDesign: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: numbered.map((elements) => ({ ...gold, front: { ...gold.front, elements } })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 60 }), numbered)
      .map(([depth, elements]) => ({ ...gold, back: { ...gold.back, elements: nest(depth, elements) } })),
  },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom('bleedUm', 'safeUm', 'name', 'assets', 'front', 'id', 'version', 'more'), odd)
      .map(([key, value]) => ({ ...gold, [key]: value })),
  },
  { weight: 1, arbitrary: odd },
)
