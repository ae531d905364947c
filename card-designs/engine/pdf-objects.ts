import { inkPreview, rgbOf } from './colour.ts'
import type { Gradient, Solid, Spot } from './design.ts'
import type { Matrix } from './display-list.ts'
import type { GraphicsState } from './painted-page.ts'
import { components } from './pdf-content.ts'

/** What pdfkit writes as an object: a string is a name. */
export type PdfObject = Record<string, unknown> | unknown[]

/** ISO 32000-1 §8.7.4: an axial or radial shading whose stops are joined by one stitching function. */
export function patternObject(paint: Gradient, matrix: Matrix): PdfObject {
  const { space, colours } = oneSpace(paint.stops.map(([, colour]) => colour))
  const parts = colours.slice(1).map((colour, i) => ({
    FunctionType: 2,
    Domain: [0, 1],
    C0: colours[i] ?? colour,
    C1: colour,
    N: 1,
  }))
  const [first, last] = [paint.stops[0]?.[0] ?? 0, paint.stops.at(-1)?.[0] ?? 1]
  const shading = {
    ShadingType: paint.kind === 'linear' ? 2 : 3,
    ColorSpace: space,
    Coords:
      paint.kind === 'linear'
        ? [...paint.from, ...paint.to]
        : [...paint.centre, 0, ...paint.centre, paint.radiusUm],
    Domain: [first, last],
    Extend: [true, true],
    Function: {
      FunctionType: 3,
      Domain: [first, last],
      Functions: parts,
      Bounds: paint.stops.slice(1, -1).map(([offset]) => offset),
      Encode: parts.flatMap(() => [0, 1]),
    },
  }
  return { Type: 'Pattern', PatternType: 2, Matrix: [...matrix], Shading: shading }
}

/** A shading has one colour space: that of inks only where all its colours are inks. */
function oneSpace(colours: readonly Solid[]): { space: string; colours: number[][] } {
  return colours.every((colour) => typeof colour !== 'string')
    ? { space: 'DeviceCMYK', colours: colours.map(components) }
    : { space: 'DeviceRGB', colours: colours.map(rgbOf) }
}

/** The plates' names, by which a printer's workflow knows them. */
const PLATES = { foil: 'Foil', uv: 'UV', white: 'White', varnish: 'Varnish' } as const

/** ISO 32000-1 §8.6.6.4: a plate of its own in every tint; a machine without it prints what a screen shows. */
export function inkObject(ink: Spot['ink']): PdfObject {
  const tint = { FunctionType: 2, Domain: [0, 1], C0: [1, 1, 1], C1: rgbOf(inkPreview[ink].colour), N: 1 }
  return ['Separation', PLATES[ink], 'DeviceRGB', tint]
}

export const stateObject = ({ opacity, overprint }: GraphicsState): PdfObject => ({
  Type: 'ExtGState',
  ca: opacity,
  CA: opacity,
  ...(overprint && { OP: true, op: true, OPM: 1 }),
})
