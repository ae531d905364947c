import { ID1, type Design } from './design.ts'
import type { DisplayItem, DisplayList } from './display-list.ts'
import type { FontBook } from './font-book.ts'
import { translation } from './matrix.ts'
import { rectangle, roundedRectangle, segment } from './path-data.ts'
import { placeGlyphs } from './place-glyphs.ts'
import { crosshair } from './sheet-marks.ts'
import { gridOf, type CardSides, type SheetPlan } from './sheet.ts'
import { shapeText, widthOf } from './text.ts'

const INK = '#1B1A17'
const GUIDE = '#B3261E'
const ZONE = '#2F6B5E'
const A4 = { widthUm: 210_000, heightUm: 297_000 }

interface Label {
  text: string
  xUm: number
  baselineUm: number
  sizeUm?: number
  align?: 'left' | 'centre'
  colour?: string
}

function label(
  fonts: FontBook,
  { text, xUm, baselineUm, sizeUm = 3_000, align = 'left', colour = INK }: Label,
) {
  const glyphs = shapeText({ fonts, face: 'sans' }, text)
  const left = align === 'left' ? xUm : xUm - widthOf(glyphs, sizeUm) / 2
  return placeGlyphs({ glyphs, xUm: left, baselineUm, sizeUm, paint: colour })
}

const stroke = (d: string, paint: string, widthUm = 100, dashUm?: number[]): DisplayItem => ({
  kind: 'path',
  d,
  stroke: { paint, widthUm, ...(dashUm && { dashUm }) },
})

/** A ruler in millimetres from −reach to +reach about a point: long ticks each 5 mm. */
function ruler(x: number, y: number, reachMm: number, direction: 'x' | 'y'): DisplayItem[] {
  const at = (mm: number, off: number): [number, number] =>
    direction === 'x' ? [x + mm * 1_000, y + off] : [x + off, y + mm * 1_000]
  const ticks = Array.from({ length: 2 * reachMm + 1 }, (_, i) => i - reachMm)
  return [
    stroke(segment(at(-reachMm, 0), at(reachMm, 0)), INK),
    ...ticks.map((mm) => stroke(segment(at(mm, 0), at(mm, mm % 5 === 0 ? -2_000 : -1_000)), INK)),
  ]
}

/**
 * Two pages, front and back, of one plan without any profile: held against the light, the rulers show in millimetres by
 * how much the back lies off the front and both off the paper's middle.
 */
export function layoutCalibration(plan: SheetPlan, fonts: FontBook): DisplayList[] {
  const { xsUm, ysUm } = gridOf(plan)
  const [x, y] = [plan.paper.widthUm / 2, plan.paper.heightUm / 2]
  const cards = ysUm.flatMap((top) =>
    xsUm.map((left) => stroke(rectangle(left, top, ID1.widthUm, ID1.heightUm), GUIDE)),
  )
  const corners = ysUm.flatMap((top) =>
    xsUm.flatMap((left) => crosshair(left + ID1.widthUm / 2, top + ID1.heightUm / 2, 4_000)),
  )
  const page = (title: string): DisplayList => ({
    ...plan.paper,
    bleedUm: 0,
    cornerUm: 0,
    items: [
      ...cards,
      ...corners,
      ...ruler(x, y, 40, 'x'),
      ...ruler(x, y, 40, 'y'),
      ...label(fonts, { text: title, xUm: x + 4_000, baselineUm: y + 8_000 }),
      ...label(fonts, { text: '量 100 mm：应为 100.0 mm', xUm: x + 4_000, baselineUm: y + 13_000 }),
      ...label(fonts, {
        text: 'Measure 100 mm below',
        xUm: x + 4_000,
        baselineUm: y + 17_500,
        sizeUm: 2_600,
      }),
      stroke(segment([x - 50_000, y + 22_000], [x + 50_000, y + 22_000]), INK, 200),
      stroke(segment([x - 50_000, y + 20_000], [x - 50_000, y + 24_000]), INK, 100),
      stroke(segment([x + 50_000, y + 20_000], [x + 50_000, y + 24_000]), INK, 100),
    ],
  })
  return [page('正面 FRONT'), page('背面 BACK')]
}

const millimetres = (um: number): string => (um / 1_000).toFixed(2)

const ZONE_NAMES = {
  stripe: '磁条 stripe',
  chip: '芯片 chip',
  signature: '签名 signature',
  hole: '打孔 hole',
} as const

/** One A4 page for whoever approves a design: both sides in true size with their measures, safe area and zones. */
export function layoutProof(design: Design, { front, back }: CardSides, fonts: FontBook): DisplayList {
  const left = (A4.widthUm - ID1.widthUm) / 2
  const [top, below] = [52_000, 168_000]
  return {
    ...A4,
    bleedUm: 0,
    cornerUm: 0,
    items: [
      ...label(fonts, {
        text: `${design.name['zh-CN']} ${design.name.en}`,
        xUm: 20_000,
        baselineUm: 24_000,
        sizeUm: 6_000,
      }),
      ...label(fonts, {
        text: `${design.id} · v${design.version} · ${millimetres(ID1.widthUm)} × ${millimetres(ID1.heightUm)} mm · 出血 bleed ${millimetres(design.bleedUm)} mm · 安全区 safe ${millimetres(design.safeUm)} mm`,
        xUm: 20_000,
        baselineUm: 31_000,
      }),
      ...proofSide(design, fonts, { list: front, side: 'front', name: '正面 FRONT', xUm: left, yUm: top }),
      ...proofSide(design, fonts, { list: back, side: 'back', name: '背面 BACK', xUm: left, yUm: below }),
    ],
  }
}

function proofSide(
  design: Design,
  fonts: FontBook,
  place: { list: DisplayList; side: 'front' | 'back'; name: string; xUm: number; yUm: number },
): DisplayItem[] {
  const { list, xUm: x, yUm: y } = place
  const { widthUm: w, heightUm: h, cornerUm: radius } = ID1
  const bleed = list.bleedUm
  const safe = design.safeUm
  const [under, beside] = [y + h + bleed + 6_000, x - bleed - 6_000]
  const clip = rectangle(-bleed, -bleed, w + 2 * bleed, h + 2 * bleed)
  return [
    ...label(fonts, { text: place.name, xUm: x, baselineUm: y - bleed - 3_000 }),
    { kind: 'group', matrix: translation(x, y), clip, items: list.items },
    stroke(roundedRectangle({ x, y, width: w, height: h, radius }), GUIDE),
    stroke(rectangle(x + safe, y + safe, w - 2 * safe, h - 2 * safe), GUIDE, 80, [1_000, 700]),
    ...design[place.side].zones.flatMap(({ kind, box }) => [
      stroke(rectangle(x + box.xUm, y + box.yUm, box.widthUm, box.heightUm), ZONE, 120, [600, 500]),
      ...label(fonts, {
        text: ZONE_NAMES[kind],
        xUm: x + Math.max(box.xUm, 0) + 800,
        baselineUm: y + Math.max(box.yUm, 0) + 2_600,
        sizeUm: 2_000,
        colour: ZONE,
      }),
    ]),
    stroke(segment([x, under], [x + w, under]), INK),
    stroke(segment([x, under - 1_500], [x, under + 1_500]), INK),
    stroke(segment([x + w, under - 1_500], [x + w, under + 1_500]), INK),
    ...label(fonts, {
      text: `${millimetres(w)} mm`,
      xUm: x + w / 2,
      baselineUm: under + 4_500,
      align: 'centre',
    }),
    stroke(segment([beside, y], [beside, y + h]), INK),
    stroke(segment([beside - 1_500, y], [beside + 1_500, y]), INK),
    stroke(segment([beside - 1_500, y + h], [beside + 1_500, y + h]), INK),
    ...label(fonts, {
      text: `${millimetres(h)} mm`,
      xUm: beside - 12_000,
      baselineUm: y + h / 2,
      align: 'centre',
    }),
  ]
}
