import type { Guilloche, RainbowElement } from './design-elements.ts'
import type { Gradient } from './design-paint.ts'
import { curve } from './path-data.ts'

const TURN = 2 * Math.PI
const STEPS_PER_WAVE = 8

/** The path data of a guilloche: fine lines, each the last one shifted a little, that a copier cannot resolve. */
export function drawGuilloche(guilloche: Guilloche): string {
  const line = guilloche.kind === 'rosette' ? rosetteLine(guilloche) : ribbonLine(guilloche)
  return Array.from({ length: guilloche.lines }, (_, i) => line(i / guilloche.lines)).join('')
}

function rosetteLine({ centre: [x, y], innerUm, outerUm, petals }: Extract<Guilloche, { kind: 'rosette' }>) {
  const middle = (innerUm + outerUm) / 2
  const reach = (outerUm - innerUm) / 2
  return (shift: number) =>
    curve((t) => {
      const wave =
        0.72 * Math.sin(TURN * (petals * t + shift)) + 0.28 * Math.sin(TURN * (2 * petals * t - shift))
      const radius = middle + reach * wave
      return [x + radius * Math.cos(TURN * t), y + radius * Math.sin(TURN * t)]
    }, petals * STEPS_PER_WAVE)
}

function ribbonLine({ box, waves, beats }: Extract<Guilloche, { kind: 'ribbon' }>) {
  const reach = box.heightUm / 2
  return (shift: number) =>
    curve(
      (t) => {
        const swell = 0.62 + 0.38 * Math.cos(TURN * beats * t)
        const wave =
          0.8 * Math.sin(TURN * (waves * t + shift)) + 0.2 * Math.sin(TURN * (3 * waves * t - 2 * shift))
        return [box.xUm + box.widthUm * t, box.yUm + reach + reach * swell * wave * (1 - 0.3 * shift)]
      },
      waves * 2 * STEPS_PER_WAVE,
    )
}

/** Evenly spaced waves across a box, each of the same course, in the colours of one gradient from left to right. */
export function drawRainbow({ box, lines, waves, colours }: RainbowElement): { d: string; paint: Gradient } {
  const gap = box.heightUm / lines
  const reach = waves === 0 ? 0 : gap * 0.42
  const d = Array.from({ length: lines }, (_, i) =>
    curve(
      (t) => [box.xUm + box.widthUm * t, box.yUm + gap * (i + 0.5) + reach * Math.sin(TURN * waves * t)],
      Math.max(1, waves * STEPS_PER_WAVE),
    ),
  ).join('')
  const last = colours.length - 1
  return {
    d,
    paint: {
      kind: 'linear',
      from: [box.xUm, 0],
      to: [box.xUm + box.widthUm, 0],
      stops: colours.map((colour, i) => [i / last, colour]),
    },
  }
}
