import type { Paint } from './design.ts'
import type { GlyphsItem } from './display-list.ts'
import type { ShapedGlyph } from './shaped-glyph.ts'

interface Line {
  glyphs: readonly ShapedGlyph[]
  xUm: number
  baselineUm: number
  sizeUm: number
  paint: Paint
  trackingUm?: number | undefined
  opacity?: number | undefined
  repeat?: GlyphsItem['repeat']
}

const round = (value: number) => Math.round(value * 10) / 10

/** Sets a shaped line at its place: one item for each stretch of one face. */
export function placeGlyphs(line: Line): GlyphsItem[] {
  const items: (GlyphsItem & { glyphs: GlyphsItem['glyphs'][number][] })[] = []
  let pen = line.xUm
  for (const glyph of line.glyphs) {
    let item = items.at(-1)
    if (item?.face !== glyph.face) {
      item = {
        kind: 'glyphs',
        face: glyph.face,
        sizeUm: line.sizeUm,
        trackingUm: line.trackingUm,
        paint: line.paint,
        opacity: line.opacity,
        repeat: line.repeat,
        glyphs: [],
      }
      items.push(item)
    }
    item.glyphs.push({
      id: glyph.id,
      codePoints: glyph.codePoints,
      xUm: round(pen + (glyph.dx * line.sizeUm) / 1000),
      baselineUm: round(line.baselineUm - (glyph.dy * line.sizeUm) / 1000),
    })
    pen += (glyph.advance * line.sizeUm) / 1000 + (line.trackingUm ?? 0)
  }
  return items
}
