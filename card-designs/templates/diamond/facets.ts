import type { DesignElement } from '../../engine/design.ts'
import { polygon } from '../../engine/path-data.ts'

type Point = readonly [number, number]

const EIGHTH = Math.PI / 4

/** The crown of a round brilliant seen from above: table, eight stars, eight kites, sixteen girdle facets. */
export function brilliant(stone: { x: number; y: number; radius: number; clip: string }): DesignElement[] {
  const { x, y, radius, clip } = stone
  const at = (eighths: number, share: number): Point => {
    const angle = (eighths - 0.5) * EIGHTH
    return [x + radius * share * Math.cos(angle), y + radius * share * Math.sin(angle)]
  }
  const table = (k: number) => at(k, 0.5)
  const star = (k: number) => at(k + 0.5, 0.7)
  const girdle = (k: number) => at(k, 1)
  const facets = Array.from({ length: 8 }, (_, k) => [
    { points: [table(k), star(k), table(k + 1)], facing: k + 0.5, slope: 0.75 },
    { points: [table(k), star(k - 1), girdle(k), star(k)], facing: k, slope: 1 },
    { points: [star(k), girdle(k), girdle(k + 0.5)], facing: k + 0.2, slope: 1.3 },
    { points: [star(k), girdle(k + 0.5), girdle(k + 1)], facing: k + 0.8, slope: 1.3 },
  ]).flat()
  return facets.map(({ points, facing, slope }, i) => ({
    type: 'shape',
    id: `facet-${i + 1}`,
    d: polygon(points),
    fill: shade(facing, slope),
    stroke: { paint: '#8FAAC4', widthUm: 45 },
    opacity: 0.9,
    clip,
  }))
}

const DEEP = [14, 22, 38] as const
const ICE = [126, 158, 190] as const

/** Light falls from the upper left; a cut stone also throws a weaker light back from the other side. */
function shade(facing: number, slope: number): string {
  const angle = (facing - 0.5) * EIGHTH
  const lit = Math.max(0, Math.cos(angle + 2.2)) ** 2 + 0.45 * Math.max(0, Math.cos(3 * angle - 0.8)) ** 3
  const share = Math.min(1, 0.06 + (0.55 * lit) / slope)
  return `#${DEEP.map((deep, i) => hex(deep + ((ICE[i] ?? deep) - deep) * share)).join('')}`
}

const hex = (value: number) => Math.round(value).toString(16).padStart(2, '0')
