import { expect, test } from 'vitest'
import { checkDesign } from '../../card-designs/engine/checker.ts'
import type { DesignFault } from '../../card-designs/engine/design-fault.ts'
import type { Design, DesignElement, Zone } from '../../card-designs/engine/design.ts'
import { loadFonts } from '../../card-designs/fonts/load-fonts.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { designWith } from './support/cards.ts'

const faultsOf = (...elements: DesignElement[]): DesignFault[] =>
  checkDesign(designWith(...elements), loadFonts())
const codesOf = (...elements: DesignElement[]): string[] => faultsOf(...elements).map(({ code }) => code)

const box = { xUm: 20_000, yUm: 15_000, widthUm: 25_000, heightUm: 25_000 }
const text = (rest: Partial<Extract<DesignElement, { type: 'text' }>>): DesignElement => ({
  type: 'text',
  id: 'name',
  text: '{{memberName}}',
  xUm: 10_000,
  baselineUm: 20_000,
  widthUm: 60_000,
  face: 'sans',
  sizeUm: 2_600,
  paint: '#000000',
  align: 'left',
  fit: { kind: 'fixed' },
  ...rest,
})
const symbol: Extract<DesignElement, { type: 'symbol' }> = {
  type: 'symbol',
  id: 'symbol',
  symbology: 'qrcode',
  content: '{{cardNumber}}',
  box,
  minModuleUm: 340,
  colour: '#000000',
}

test.each(Object.entries(cardTemplates))('%s has no fault, even with the worst data', (_, design) => {
  expect(checkDesign(design, loadFonts())).toEqual([])
})

test('a text that the longest name does not fit is named, with its place and side', () => {
  expect(codesOf(text({}))).toEqual([])
  const [fault] = faultsOf(text({ widthUm: 30_000 }))
  expect(fault).toMatchObject({ code: 'text-too-long', severity: 'error', elementId: 'name', side: 'front' })
  expect(fault?.rect).toMatchObject({ xUm: 10_000, widthUm: 30_000 })
})

test('the worst data are a language’s own, and a caller may say what they are', () => {
  const narrow = text({ widthUm: 31_000, language: 'zh-CN' })
  expect(codesOf(narrow)).toEqual([])
  const worst = { memberName: '阿卜杜热依木·买买提明·吐尔逊·艾合买提' }
  expect(checkDesign(designWith(narrow), loadFonts(), { worst }).map(({ code }) => code)).toEqual([
    'text-too-long',
  ])
})

test('what a card’s layout refuses is a fault: missing glyphs, unknown formats, symbols too small', () => {
  expect(codesOf(text({ text: 'ᚠ' }))).toEqual(['glyph-missing'])
  expect(codesOf(text({ text: '{{cardNumber:roman}}' }))).toEqual(['format-unknown'])
  expect(codesOf({ ...symbol, minModuleUm: 2_000 })).toEqual(['symbol-too-small'])
  expect(codesOf(text({ xUm: 500 }))).toEqual(['outside-safe-area'])
})

test.each(['stripe', 'signature', 'hole', 'chip'] as const)('a symbol on the %s zone is named', (kind) => {
  const zone: Zone = { kind, box: { ...box, widthUm: 2_000 } }
  const design: Design = designWith(symbol)
  const faults = checkDesign({ ...design, front: { ...design.front, zones: [zone] } }, loadFonts())
  expect(faults.map(({ code }) => code)).toEqual(['zone-violated'])
})

const group = (xUm: number): DesignElement => ({
  type: 'group',
  id: 'group',
  transform: { xUm, yUm: 0, rotationDeg: 0, scale: 1 },
  elements: [symbol],
})

test('an element in a group is checked where the group puts it', () => {
  expect(codesOf(group(0))).toEqual([])
  const [fault] = faultsOf(group(39_000))
  expect(fault).toMatchObject({ code: 'outside-safe-area', elementId: 'symbol', rect: { xUm: 59_000 } })
})

test('a scanner’s margin that something is drawn over is named', () => {
  const over: DesignElement = {
    type: 'line',
    id: 'line',
    from: [21_000, 10_000],
    to: [21_000, 45_000],
    stroke: { paint: '#000000', widthUm: 100 },
  }
  expect(codesOf(symbol, over)).toEqual(['quiet-zone-disturbed'])
  expect(codesOf(over, symbol)).toEqual([])
})

test('a symbol too pale for its ground, or on a dark one, is named', () => {
  expect(codesOf({ ...symbol, colour: '#B0B0B0' })).toEqual(['contrast-low'])
  const dark: DesignElement = { type: 'rect', id: 'dark', box, fill: '#202020' }
  expect(codesOf(dark, symbol)).toEqual(['contrast-low'])
})

test('what prints badly is a warning: few pixels, small letters, thin lines, much ink, a short bleed', () => {
  const onePixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC'
  const pictured = {
    ...designWith({ type: 'image', id: 'logo', asset: 'logo', box }),
    assets: { logo: { mime: 'image/png' as const, base64: onePixel } },
  }
  expect(checkDesign(pictured, loadFonts())).toMatchObject([{ code: 'resolution-low', severity: 'warning' }])
  expect(codesOf(text({ sizeUm: 900 }))).toEqual(['text-small'])
  const stroke = { paint: '#000000', widthUm: 20 }
  expect(codesOf({ type: 'ellipse', id: 'ring', box, stroke })).toEqual(['stroke-thin'])
  const fill = { kind: 'cmyk', c: 90, m: 80, y: 70, k: 60 } as const
  expect(codesOf({ type: 'rect', id: 'ground', box, fill })).toEqual(['inks-heavy'])
  const ground = { xUm: 0, yUm: 0, widthUm: 85_600, heightUm: 53_980 }
  expect(codesOf({ type: 'rect', id: 'ground', box: ground, fill: '#FFFFFF' })).toEqual(['bleed-short'])
})
