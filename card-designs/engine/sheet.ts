import { ID1 } from './design.ts'
import { DesignError } from './design-error.ts'
import type { DisplayItem, DisplayList, Matrix } from './display-list.ts'
import { multiply, rotation, translation } from './matrix.ts'
import { rectangle } from './path-data.ts'
import { cropMarks, registrationMarks } from './sheet-marks.ts'

/** How cards stand on a sheet of paper or plastic; the grid is centred, lengths in µm. */
export interface SheetPlan {
  paper: { widthUm: number; heightUm: number }
  columns: number
  rows: number
  /** Between the trimmed edges of neighbours. */
  gapUm: { xUm: number; yUm: number }
  /** The edge that the sheet is turned over for its back; `none` prints fronts alone. */
  duplex: 'none' | 'long-edge' | 'short-edge'
  marks: { crop: boolean; registration: boolean }
}

/** By how much a printer misses: what is printed is moved, turned and scaled against it. Measured on the calibration sheet. */
export interface PrinterProfile {
  front: SideProfile
  back: SideProfile
}

export interface SideProfile {
  /** To the right and down. */
  offsetUm: { xUm: number; yUm: number }
  /** Clockwise about the paper's middle, in thousandths of a degree. */
  rotationMdeg: number
  /** In millionths of the true size: 1,000,000 changes nothing. */
  scalePpm: number
}

export const exactProfile: PrinterProfile = {
  front: { offsetUm: { xUm: 0, yUm: 0 }, rotationMdeg: 0, scalePpm: 1_000_000 },
  back: { offsetUm: { xUm: 0, yUm: 0 }, rotationMdeg: 0, scalePpm: 1_000_000 },
}

/** A4 with two columns and five rows, as perforated card sheets have them. */
export const tenUpA4: SheetPlan = {
  paper: { widthUm: 210_000, heightUm: 297_000 },
  columns: 2,
  rows: 5,
  gapUm: { xUm: 4_000, yUm: 4_000 },
  duplex: 'long-edge',
  marks: { crop: true, registration: true },
}

export const cardsASheet = ({ columns, rows }: SheetPlan): number => columns * rows

export interface CardSides {
  front: DisplayList
  back: DisplayList
}

/** One sheet: its front and, unless it has none, its back, so that each card's sides lie behind each other. */
export function layoutSheet(
  plan: SheetPlan,
  cards: readonly CardSides[],
  profile: PrinterProfile = exactProfile,
): DisplayList[] {
  const grid = gridOf(plan)
  const page = (side: 'front' | 'back'): DisplayList => {
    const placed = cards.map((card, i) => placeCard(plan, grid, { list: card[side], side, index: i }))
    const marks = marksOf(plan, grid, cards[0]?.[side].bleedUm ?? 0)
    const sheet = { ...plan.paper, bleedUm: 0, cornerUm: 0, items: [...placed, ...marks] }
    return corrected(sheet, profile[side])
  }
  return plan.duplex === 'none' ? [page('front')] : [page('front'), page('back')]
}

/** The trimmed left and top edges of columns and rows. */
export interface Grid {
  xsUm: number[]
  ysUm: number[]
}

export const fitsSheet = ({ paper, columns, rows, gapUm }: SheetPlan): boolean =>
  lengthOf(columns, ID1.widthUm, gapUm.xUm) <= paper.widthUm &&
  lengthOf(rows, ID1.heightUm, gapUm.yUm) <= paper.heightUm

const lengthOf = (count: number, sizeUm: number, gapUm: number): number =>
  count * sizeUm + (count - 1) * gapUm

/** Throws `sheet-too-small`. */
export const gridOf = ({ paper, columns, rows, gapUm }: SheetPlan): Grid => ({
  xsUm: startsOf(paper.widthUm, { count: columns, sizeUm: ID1.widthUm, gapUm: gapUm.xUm }),
  ysUm: startsOf(paper.heightUm, { count: rows, sizeUm: ID1.heightUm, gapUm: gapUm.yUm }),
})

function startsOf(roomUm: number, row: { count: number; sizeUm: number; gapUm: number }): number[] {
  const { count, sizeUm, gapUm } = row
  const start = (roomUm - lengthOf(count, sizeUm, gapUm)) / 2
  if (start < 0) throw new DesignError('sheet-too-small', `${count} cards need more than ${roomUm} µm.`)
  return Array.from({ length: count }, (_, i) => Math.round(start + i * (sizeUm + gapUm)))
}

/**
 * Turned about an upright axis, a sheet's columns come to lie the other way round; about a level one its rows do, and
 * cards, which people turn about their own upright axis, stand on their head.
 */
const turnsUpright = ({ paper, duplex }: SheetPlan): boolean =>
  (duplex === 'long-edge') === paper.heightUm >= paper.widthUm

function placeCard(
  plan: SheetPlan,
  { xsUm, ysUm }: Grid,
  { list, side, index }: { list: DisplayList; side: 'front' | 'back'; index: number },
): DisplayItem {
  const [column, row] = [index % plan.columns, Math.floor(index / plan.columns)]
  const isTurned = side === 'back'
  const upright = turnsUpright(plan)
  const x = xsUm[isTurned && upright ? plan.columns - 1 - column : column] ?? 0
  const y = ysUm[isTurned && !upright ? plan.rows - 1 - row : row] ?? 0
  const isOnHead = isTurned && !upright
  const matrix: Matrix = isOnHead
    ? multiply(translation(x + list.widthUm, y + list.heightUm), rotation(180))
    : translation(x, y)
  const bleed = bleedWithin(plan, list.bleedUm)
  const clip = rectangle(-bleed.xUm, -bleed.yUm, list.widthUm + 2 * bleed.xUm, list.heightUm + 2 * bleed.yUm)
  return { kind: 'group', matrix, clip, items: list.items }
}

/** Neighbours share the gap between them. */
const bleedWithin = ({ gapUm }: SheetPlan, bleedUm: number) => ({
  xUm: Math.min(bleedUm, Math.floor(gapUm.xUm / 2)),
  yUm: Math.min(bleedUm, Math.floor(gapUm.yUm / 2)),
})

function marksOf(plan: SheetPlan, grid: Grid, bleedUm: number): DisplayItem[] {
  return [
    ...(plan.marks.crop ? cropMarks(grid, bleedUm) : []),
    ...(plan.marks.registration ? registrationMarks(plan.paper, { grid, bleedUm }) : []),
  ]
}

/** A page as this printer needs it, so that it comes out as it was drawn. */
export const corrected = (page: DisplayList, profile: SideProfile): DisplayList => ({
  ...page,
  items: [{ kind: 'group', matrix: profileMatrix(page, profile), items: page.items }],
})

/** Scaled and turned about the paper's middle, then moved. */
export function profileMatrix(paper: { widthUm: number; heightUm: number }, profile: SideProfile): Matrix {
  const [x, y] = [paper.widthUm / 2, paper.heightUm / 2]
  const scale = profile.scalePpm / 1e6
  const about = multiply(rotation(profile.rotationMdeg / 1000), [scale, 0, 0, scale, 0, 0])
  const centred = multiply(translation(x, y), multiply(about, translation(-x, -y)))
  return multiply(translation(profile.offsetUm.xUm, profile.offsetUm.yUm), centred)
}
