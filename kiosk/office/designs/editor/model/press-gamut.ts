import { rgbOf } from '../../../../../card-designs/engine/colour.ts'
import type { Solid } from '../../../../../card-designs/engine/design.ts'

export interface Inks {
  c: number
  m: number
  y: number
  k: number
}

/** The inks that the engine mixes back to the same colour on a screen (ISO 32000-1 §10.3.5, all grey by black). */
export function inksOf(solid: Solid): Inks {
  if (typeof solid !== 'string') return { c: solid.c, m: solid.m, y: solid.y, k: solid.k }
  const [c, m, y] = rgbOf(solid).map((part) => 1 - part) as [number, number, number]
  const k = Math.min(c, m, y)
  const percent = (ink: number) => Math.round((ink - k) * 100)
  return { c: percent(c), m: percent(m), y: percent(y), k: Math.round(k * 100) }
}

/**
 * What coated paper shows of the full tones of cyan, magenta, yellow and what they overprint to, in sRGB: ISO 12647-2
 * on premium coated paper, as the public characterisation FOGRA51 measures it, rounded.
 */
const TONES: Readonly<Record<string, readonly [number, number, number]>> = {
  '000': [255, 255, 255],
  '100': [0, 158, 224],
  '010': [230, 0, 126],
  '001': [255, 237, 0],
  '011': [227, 6, 19],
  '101': [0, 150, 64],
  '110': [49, 39, 131],
  /** with black under them */
  '111': [18, 17, 16],
}

/** CIE 1976 colour difference from which two colours side by side are plainly not the same. */
const PLAIN_DIFFERENCE = 14

/** Whether a press with four inks comes near to this colour; colours given as inks always do. */
export const isPrintable = (solid: Solid): boolean =>
  typeof solid !== 'string' || nearestTone(solid) <= PLAIN_DIFFERENCE

/** How far the nearest mixture of full tones (Neugebauer, DIN 16536) is from a colour, as CIE 1976 ΔE. */
function nearestTone(hex: string): number {
  const wanted = labOf(rgbOf(hex))
  let inks: [number, number, number] = rgbOf(hex).map((part) => 1 - part) as [number, number, number]
  let best = difference(wanted, inks)
  for (let step = 0.25; step > 0.01; step /= 2)
    for (let isBetter = true; isBetter;) {
      isBetter = false
      for (const i of [0, 1, 2] as const)
        for (const way of [step, -step]) {
          const tried: [number, number, number] = [...inks]
          tried[i] = Math.max(0, Math.min(1, tried[i] + way))
          const found = difference(wanted, tried)
          if (found >= best - 1e-6) continue
          ;[best, inks, isBetter] = [found, tried, true]
        }
    }
  return best
}

function difference(
  wanted: readonly [number, number, number],
  inks: readonly [number, number, number],
): number {
  const light = [0, 0, 0]
  for (const [tone, rgb] of Object.entries(TONES)) {
    const share = inks.reduce((part, ink, i) => part * (tone[i] === '1' ? ink : 1 - ink), 1)
    rgb.forEach((part, i) => (light[i] = (light[i] ?? 0) + share * linear(part / 255)))
  }
  const [l, a, b] = labOfLight(light as [number, number, number])
  return Math.hypot(l - wanted[0], a - wanted[1], b - wanted[2])
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)

const labOf = (rgb: readonly [number, number, number]) =>
  labOfLight(rgb.map(linear) as [number, number, number])

const cubeRoot = (t: number) => (t > 216 / 24_389 ? Math.cbrt(t) : ((24_389 / 27) * t + 16) / 116)

/** CIE L*a*b* under D65 (IEC 61966-2-1, CIE 15). */
function labOfLight([r, g, b]: readonly [number, number, number]): [number, number, number] {
  const x = cubeRoot((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
  const y = cubeRoot(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = cubeRoot((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}
