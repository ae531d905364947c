import type { Design, DesignElement, Paint } from '../../engine/design.ts'
import { fangsheng } from '../brand.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet, vipFront } from '../vip-front.ts'

const MOON: [number, number] = [65_500, 18_500]

/** The hour after dusk: cool above, a paler silver where the water begins. */
const dusk: Paint = {
  kind: 'linear',
  from: [10_000, -2_000],
  to: [30_000, 56_000],
  stops: [
    [0, '#C9D0D6'],
    [0.4, '#EEF1F3'],
    [0.62, '#D5DBE0'],
    [1, '#A9B2BA'],
  ],
}

const moon: Paint = {
  kind: 'radial',
  centre: [62_500, 15_500],
  radiusUm: 17_000,
  stops: [
    [0, '#FFFFFF'],
    [0.55, '#F5F7F8'],
    [1, '#D9DFE4'],
  ],
}

const halo = (id: string, reach: number, opacity: number): DesignElement => ({
  type: 'ellipse',
  id,
  box: { xUm: MOON[0] - reach, yUm: MOON[1] - reach, widthUm: 2 * reach, heightUm: 2 * reach },
  fill: '#FFFFFF',
  opacity,
})

/** Waves that lie closer the farther away they are. */
const water: DesignElement[] = [0, 1, 2, 3].map((row) => ({
  type: 'guilloche',
  id: `water-${row + 1}`,
  guilloche: {
    kind: 'ribbon',
    box: {
      xUm: -6_000 - row * 1_700,
      yUm: 37_600 + row * 3_100 + row * row * 420,
      widthUm: 104_000,
      heightUm: 2_900 + row * 1_350,
    },
    waves: 14 - row * 2,
    beats: 3,
    lines: 9,
  },
  stroke: { paint: '#5F6C78', widthUm: 45 + row * 4 },
  opacity: 0.2 + row * 0.04,
}))

const artwork: DesignElement[] = [
  { type: 'shape', id: 'dusk', d: fullSheet, fill: dusk },
  halo('halo-wide', 17_500, 0.2),
  halo('halo-near', 14_500, 0.28),
  {
    type: 'ellipse',
    id: 'moon',
    box: { xUm: MOON[0] - 11_800, yUm: MOON[1] - 11_800, widthUm: 23_600, heightUm: 23_600 },
    fill: moon,
    stroke: { paint: '#FFFFFF', widthUm: 90 },
  },
  {
    type: 'guilloche',
    id: 'moon-rosette',
    guilloche: { kind: 'rosette', centre: MOON, innerUm: 5_200, outerUm: 11_200, petals: 14, lines: 12 },
    stroke: { paint: '#8E9AA5', widthUm: 45 },
    opacity: 0.55,
  },
  ...fangsheng({ id: 'moon-mark', x: MOON[0], y: MOON[1], reach: 1_900, paint: '#6D7984', strokeUm: 190 }),
  ...water,
]

const level = { zh: '贵宾银卡', en: 'VIP SILVER' }

export const silverDesign: Design = {
  id: 'silver',
  version: 1,
  name: { 'zh-CN': level.zh, en: 'VIP Silver' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: vipFront({ artwork, ink: '#242B33', edge: { paint: '#FFFFFF', opacity: 0.8 }, level }),
  back: vipBack({
    band: dusk,
    paper: '#F7F9FA',
    ink: '#242B33',
    hairline: '#AEB8C1',
    texture: '#BCC6CE',
    level,
  }),
}
