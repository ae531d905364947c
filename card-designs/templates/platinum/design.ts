import type { Design, DesignElement, Paint } from '../../engine/design.ts'
import { multiply, rotation, translation } from '../../engine/matrix.ts'
import { drawGuilloche } from '../../engine/security.ts'
import { brocade } from '../brand.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet, vipFront } from '../vip-front.ts'

/** Dark metal, brushed, with one band of light across it. */
const metal: Paint = {
  kind: 'linear',
  from: [-2_000, 50_000],
  to: [87_600, 2_000],
  stops: [
    [0, '#24272C'],
    [0.3, '#3B3F46'],
    [0.46, '#6C727A'],
    [0.53, '#8C939B'],
    [0.6, '#62686F'],
    [0.8, '#383C42'],
    [1, '#26292E'],
  ],
}

const light: Paint = {
  kind: 'linear',
  from: [4_000, 0],
  to: [58_000, 16_000],
  stops: [
    [0, '#FFFFFF'],
    [0.45, '#DADFE4'],
    [0.65, '#F6F8FA'],
    [1, '#C6CCD3'],
  ],
}

/** A length of silk: waves that swell and close, laid aslant over the right half. */
const silk = (length: {
  id: string
  offUm: number
  heightUm: number
  waves: number
  beats: number
  lines: number
  opacity: number
}): DesignElement => ({
  type: 'shape',
  id: length.id,
  d: aslant(
    drawGuilloche({
      kind: 'ribbon',
      box: { xUm: -12_000, yUm: length.offUm, widthUm: 100_000, heightUm: length.heightUm },
      waves: length.waves,
      beats: length.beats,
      lines: length.lines,
    }),
  ),
  stroke: { paint: '#E6EAEE', widthUm: 50 },
  opacity: length.opacity,
})

/** Turned against the clock and moved to where it enters at the foot of the card. */
function aslant(d: string): string {
  const [a, b, c, e, x, y] = multiply(translation(27_000, 62_000), rotation(-46))
  const at = (px: number, py: number) =>
    `${Math.round(a * px + c * py + x)} ${Math.round(b * px + e * py + y)}`
  return d.replace(/(-?\d+) (-?\d+)/g, (_, px: string, py: string) => at(Number(px), Number(py)))
}

const artwork: DesignElement[] = [
  { type: 'shape', id: 'metal', d: fullSheet, fill: metal },
  {
    type: 'shape',
    id: 'brocade',
    d: brocade({ x: -2_000, y: -2_000, width: 90_000, height: 58_000 }, 1_650),
    stroke: { paint: '#FFFFFF', widthUm: 45 },
    opacity: 0.07,
  },
  silk({ id: 'silk-wide', offUm: -6_000, heightUm: 38_000, waves: 2, beats: 1, lines: 40, opacity: 0.34 }),
  silk({ id: 'silk-narrow', offUm: 5_000, heightUm: 16_000, waves: 3, beats: 2, lines: 24, opacity: 0.5 }),
]

const level = { zh: '贵宾铂金卡', en: 'VIP PLATINUM' }

export const platinumDesign: Design = {
  id: 'platinum',
  version: 1,
  name: { 'zh-CN': level.zh, en: 'VIP Platinum' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: vipFront({ artwork, ink: light, edge: { paint: '#14161A', opacity: 0.75 }, level }),
  back: vipBack({
    band: metal,
    paper: '#F4F5F6',
    ink: '#212429',
    hairline: '#A3A9B0',
    texture: '#B4BAC1',
    level,
  }),
}
