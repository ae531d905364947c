import type { Box, TextElement } from './design.ts'
import type { DisplayItem } from './display-list.ts'
import { fitText, type FittedText } from './fit-text.ts'
import type { FontBook } from './font-book.ts'
import { multiply, rotation, translation } from './matrix.ts'
import { placeGlyphs } from './place-glyphs.ts'
import type { ShapedGlyph } from './shaped-glyph.ts'
import { widthOf } from './text.ts'

/** How far Chinese and Latin letters reach over and under the baseline, in thousandths of the type size. */
const ASCENT = 880
const DESCENT = 240

/** What a laid out text covers, line by line, and what draws it. */
export interface TextLine {
  box: Box
  items: DisplayItem[]
}

/** Throws `text-too-long` and `glyph-missing`. */
export function layoutLines(fonts: FontBook, element: TextElement, text: string): TextLine[] {
  const fitted = fitText(fonts, element, text)
  const draw = element.writing === 'vertical' ? column : line
  return fitted.lines.map((glyphs, i) => draw(element, fitted, { glyphs, index: i }))
}

export const lineBox = (line: { xUm: number; baselineUm: number; widthUm: number; sizeUm: number }): Box => ({
  xUm: line.xUm,
  yUm: line.baselineUm - (ASCENT * line.sizeUm) / 1000,
  widthUm: line.widthUm,
  heightUm: ((ASCENT + DESCENT) * line.sizeUm) / 1000,
})

interface Line {
  glyphs: ShapedGlyph[]
  index: number
}

const stepOf = ({ fit }: TextElement): number => (fit.kind === 'wrap' ? fit.lineHeightUm : 0)

const startOf = ({ widthUm, align }: TextElement, usedUm: number): number =>
  ({ left: 0, centre: (widthUm - usedUm) / 2, right: widthUm - usedUm })[align]

function line(element: TextElement, { sizeUm }: FittedText, { glyphs, index }: Line): TextLine {
  const widthUm = widthOf(glyphs, sizeUm, element.trackingUm)
  const xUm = element.xUm + startOf(element, widthUm)
  const baselineUm = element.baselineUm + index * stepOf(element)
  return {
    box: lineBox({ xUm, baselineUm, widthUm, sizeUm }),
    items: placeGlyphs({ ...element, glyphs, xUm, baselineUm, sizeUm }),
  }
}

/** Where an upright character's baseline lies below the top of its em, and a turned one's left of the column's middle. */
const UPRIGHT_BASELINE = 0.88
const TURNED_BASELINE = 0.36

/** One column: the pen runs down; stretches of Latin lie on their side, as the page would be turned to read them. */
function column(element: TextElement, { sizeUm }: FittedText, { glyphs, index }: Line): TextLine {
  const lengthUm = widthOf(glyphs, sizeUm, element.trackingUm)
  const middle = element.xUm - index * stepOf(element)
  const top = element.baselineUm + startOf(element, lengthUm)
  const items: DisplayItem[] = []
  let pen = top
  for (const stretch of stretches(glyphs)) {
    const turned = stretch[0]?.upright !== true
    const long = widthOf(stretch, sizeUm, element.trackingUm)
    if (turned) {
      const matrix = multiply(translation(middle - TURNED_BASELINE * sizeUm, pen), rotation(90))
      items.push({
        kind: 'group',
        matrix,
        items: placeGlyphs({ ...element, glyphs: stretch, xUm: 0, baselineUm: 0, sizeUm }),
      })
    } else
      stretch.forEach((glyph, i) => {
        const baselineUm = pen + widthOf(stretch.slice(0, i), sizeUm) + i * (element.trackingUm ?? 0)
        const xUm = middle - (glyph.width * sizeUm) / 2000
        items.push(
          ...placeGlyphs({
            ...element,
            glyphs: [glyph],
            xUm,
            baselineUm: baselineUm + UPRIGHT_BASELINE * sizeUm,
            sizeUm,
          }),
        )
      })
    pen += long + (element.trackingUm ?? 0)
  }
  return { box: { xUm: middle - sizeUm / 2, yUm: top, widthUm: sizeUm, heightUm: lengthUm }, items }
}

function stretches(glyphs: readonly ShapedGlyph[]): ShapedGlyph[][] {
  const found: ShapedGlyph[][] = []
  for (const glyph of glyphs) {
    const last = found.at(-1)
    if (last && last[0]?.upright === glyph.upright) last.push(glyph)
    else found.push([glyph])
  }
  return found
}
