import { expect, test } from 'vitest'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import {
  parseDesign,
  type Design,
  type SymbolElement,
  type TextElement,
} from '../../card-designs/engine/design.ts'
import { DesignError, type DesignErrorCode } from '../../card-designs/engine/design-error.ts'
import type { GlyphsItem } from '../../card-designs/engine/display-list.ts'
import { layoutDesign } from '../../card-designs/engine/layout.ts'
import { paintCardSvg } from '../../card-designs/engine/card-svg.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { designWith, sampleCards } from './support/cards.ts'

const [card] = sampleCards(1) as [CardData]
const name = (fit: TextElement['fit'], text = '{{memberName}}'): TextElement => ({
  type: 'text',
  id: 'name',
  text,
  xUm: 10_000,
  baselineUm: 20_000,
  widthUm: 20_000,
  face: 'serif-bold',
  sizeUm: 4_000,
  paint: '#000000',
  align: 'left',
  fit,
})
const symbol = (rest: Partial<SymbolElement>): SymbolElement => ({
  type: 'symbol',
  id: 'symbol',
  symbology: 'qrcode',
  content: '{{qr}}',
  box: { xUm: 30_000, yUm: 20_000, widthUm: 22_000, heightUm: 22_000 },
  minModuleUm: 340,
  colour: '#000000',
  ...rest,
})

const layOut = (design: Design, data: Partial<CardData> = {}) =>
  layoutDesign(design, loadFonts())('front', { ...card, ...data }).items.flatMap((item) =>
    item.kind === 'fixed' ? item.items : [item],
  )
const glyphsOf = (design: Design, data?: Partial<CardData>) =>
  layOut(design, data).filter((item): item is GlyphsItem => item.kind === 'glyphs')
const textOf = (items: GlyphsItem[]) =>
  String.fromCodePoint(...items.flatMap(({ glyphs }) => glyphs.flatMap(({ codePoints }) => [...codePoints])))

function faultOf(act: () => unknown): {
  code: DesignErrorCode
  element: string | undefined
  message: string
} {
  try {
    act()
  } catch (error) {
    if (error instanceof DesignError)
      return { code: error.code, element: error.element, message: error.message }
    throw error
  }
  throw new Error('nothing was refused')
}

const longName = '欧阳端木司马上官夏侯'

test('a text that is too wide is refused where the design says that it has one size', () => {
  const fault = faultOf(() => layOut(designWith(name({ kind: 'fixed' })), { memberName: longName }))
  expect(fault).toMatchObject({ code: 'text-too-long', element: 'name' })
  expect(fault.message).not.toContain('欧阳')
})

test('a text that is too wide shrinks to its width, and is refused below the least size', () => {
  const [shrunk] = glyphsOf(designWith(name({ kind: 'shrink', minSizeUm: 1_500 })), { memberName: longName })
  expect(shrunk?.sizeUm).toBe(2_000)
  const fault = faultOf(() =>
    layOut(designWith(name({ kind: 'shrink', minSizeUm: 2_100 })), { memberName: longName }),
  )
  expect(fault.code).toBe('text-too-long')
})

test('a text that is too wide ends in an ellipsis where the design says so', () => {
  expect(textOf(glyphsOf(designWith(name({ kind: 'ellipsis' })), { memberName: longName }))).toBe('欧阳端木…')
})

const wrap = (maxLines: number) => name({ kind: 'wrap', maxLines, lineHeightUm: 6_000 }, '锦城百货，贵宾卡')

test('a text wraps by the rules of its language and is refused when it needs too many lines', () => {
  const glyphs = glyphsOf(designWith(wrap(2))).flatMap((item) => item.glyphs)
  const read = [20_000, 26_000].map((baselineUm) =>
    String.fromCodePoint(
      ...glyphs
        .filter((glyph) => glyph.baselineUm === baselineUm)
        .flatMap(({ codePoints }) => [...codePoints]),
    ),
  )
  expect(read).toEqual(['锦城百货，', '贵宾卡'])
  expect(faultOf(() => layOut(designWith(wrap(1)))).code).toBe('text-too-long')
})

test.each(['王', 'Wn', 'W '])(
  'a column too narrow for one character of “%s” is refused, and not tried for ever',
  (text) => {
    const narrow = { ...wrap(60), text, widthUm: 100 }
    expect(faultOf(() => layOut(designWith(narrow))).code).toBe('text-too-long')
  },
)

test('a rare character is taken from the other family, and one that no face has is refused by its number', () => {
  const faces = glyphsOf(designWith(name({ kind: 'fixed' })), { memberName: '李㛃' }).map(({ face }) => face)
  expect(faces).toEqual(['serif-bold', 'sans-medium'])
  const fault = faultOf(() => layOut(designWith(name({ kind: 'fixed' })), { memberName: '李😀' }))
  expect(fault).toMatchObject({ code: 'glyph-missing', element: 'name' })
  expect(fault.message).toContain('U+1F600')
})

test('a field that the card does not have is refused, and so is a format that does not exist', () => {
  expect(faultOf(() => layOut(designWith(name({ kind: 'fixed' })))).code).toBe('data-missing')
  expect(faultOf(() => layOut(designWith(name({ kind: 'fixed' })), { memberName: '' })).code).toBe(
    'data-missing',
  )
  expect(faultOf(() => layOut(designWith(name({ kind: 'fixed' }, '{{cardNumber:roman}}')))).code).toBe(
    'format-unknown',
  )
})

test('content that a symbology cannot write is refused, never left out', () => {
  const bars = symbol({
    symbology: 'code128',
    box: { xUm: 10_000, yUm: 20_000, widthUm: 60_000, heightUm: 8_000 },
  })
  expect(faultOf(() => layOut(designWith({ ...bars, content: '锦城' })))).toMatchObject({
    code: 'symbol-unencodable',
    element: 'symbol',
  })
  expect(faultOf(() => layOut(designWith(symbol({})), { qr: 'x'.repeat(4_000) })).code).toBe(
    'symbol-unencodable',
  )
})

test('a symbol whose modules would be too small to scan is refused', () => {
  expect(faultOf(() => layOut(designWith(symbol({})), { qr: 'x'.repeat(400) })).code).toBe('symbol-too-small')
})

test('text and symbols are refused at the edge and on the stripe; symbols also on the chip', () => {
  const box = { xUm: 28_000, yUm: 18_000, widthUm: 10_000, heightUm: 10_000 }
  const onZone = (kind: 'stripe' | 'chip', element: TextElement | SymbolElement): Design => {
    const design = designWith(element)
    return { ...design, front: { ...design.front, zones: [{ kind, box }] } }
  }
  const text = { ...name({ kind: 'fixed' }, '贵宾金卡卡'), xUm: 20_000 }
  expect(faultOf(() => layOut(onZone('stripe', text)))).toMatchObject({
    code: 'zone-violated',
    element: 'name',
  })
  expect(faultOf(() => layOut(onZone('chip', symbol({})))).code).toBe('zone-violated')
  expect(layOut(onZone('chip', text))).not.toHaveLength(0)
  expect(faultOf(() => layOut(designWith({ ...text, xUm: 2_000 }))).code).toBe('outside-safe-area')
})

test('a picture that the design does not hold is refused', () => {
  const box = { xUm: 0, yUm: 0, widthUm: 9_000, heightUm: 9_000 }
  expect(faultOf(() => layOut(designWith({ type: 'image', id: 'logo', asset: 'logo', box }))).code).toBe(
    'asset-missing',
  )
})

test.each(Object.entries(cardTemplates))('%s survives being kept as JSON', (_, design) => {
  expect(parseDesign(JSON.parse(JSON.stringify(design)))).toEqual(design)
})

test('a design that is not valid is refused with the place of its fault', () => {
  const fault = faultOf(() => parseDesign({ ...cardTemplates.gold, bleedUm: -1 }))
  expect(fault).toMatchObject({
    code: 'design-invalid',
    message: expect.stringContaining('/bleedUm') as string,
  })
})

test('an SVG of a card refers to nothing outside itself and holds no script', () => {
  const svg = paintCardSvg(cardTemplates.gold, 'back', card, { title: '金卡 <b>' })
  expect(svg.match(/(?:href|src)="[^"]*"/g)).toBeNull()
  expect(svg).not.toMatch(/<script|<text|<b>/)
  expect(svg).toContain('<title>金卡 &lt;b&gt;</title>')
})
