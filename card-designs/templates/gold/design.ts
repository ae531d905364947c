import type { Design, DesignElement, Paint } from '../../engine/design.ts'
import { polygon } from '../../engine/path-data.ts'
import { fangsheng } from '../brand.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet, vipFront } from '../vip-front.ts'

const LIGHT = '#FDF3DA'
const SHADE = '#6A4C20'
const HEART: [number, number] = [67_500, 26_990]

/** Brushed metal, lit from the upper left. */
const metal: Paint = {
  kind: 'linear',
  from: [-2_000, 4_000],
  to: [87_600, 50_000],
  stops: [
    [0, '#A57F42'],
    [0.18, '#D2B073'],
    [0.34, '#F0DFB4'],
    [0.5, '#CFAB6C'],
    [0.72, '#B08D57'],
    [0.88, '#8F6C38'],
    [1, '#A98449'],
  ],
}

const rosette = (ring: {
  id: string
  innerUm: number
  outerUm: number
  petals: number
  lines: number
  paint: string
  opacity: number
}): DesignElement => ({
  type: 'guilloche',
  id: ring.id,
  guilloche: {
    kind: 'rosette',
    centre: HEART,
    innerUm: ring.innerUm,
    outerUm: ring.outerUm,
    petals: ring.petals,
    lines: ring.lines,
  },
  stroke: { paint: ring.paint, widthUm: 55 },
  opacity: ring.opacity,
})

const artwork: DesignElement[] = [
  { type: 'shape', id: 'metal', d: fullSheet, fill: metal },
  {
    type: 'shape',
    id: 'sheen',
    d: polygon([
      [30_000, -2_000],
      [44_000, -2_000],
      [16_000, 55_980],
      [2_000, 55_980],
    ]),
    fill: LIGHT,
    opacity: 0.1,
  },
  rosette({
    id: 'ring-outer',
    innerUm: 17_000,
    outerUm: 28_500,
    petals: 12,
    lines: 18,
    paint: SHADE,
    opacity: 0.45,
  }),
  rosette({
    id: 'ring-middle',
    innerUm: 10_500,
    outerUm: 19_500,
    petals: 10,
    lines: 16,
    paint: SHADE,
    opacity: 0.5,
  }),
  rosette({
    id: 'ring-light',
    innerUm: 9_000,
    outerUm: 15_000,
    petals: 16,
    lines: 10,
    paint: LIGHT,
    opacity: 0.8,
  }),
  rosette({
    id: 'ring-heart',
    innerUm: 5_600,
    outerUm: 9_600,
    petals: 12,
    lines: 10,
    paint: LIGHT,
    opacity: 0.85,
  }),
  ...fangsheng({ id: 'heart', x: HEART[0], y: HEART[1], reach: 2_500, paint: LIGHT, strokeUm: 220 }),
]

const level = { zh: '贵宾金卡', en: 'VIP GOLD' }

export const goldDesign: Design = {
  id: 'gold',
  version: 2,
  name: { 'zh-CN': level.zh, en: 'VIP Gold' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: vipFront({ artwork, ink: '#33240E', edge: { paint: LIGHT, opacity: 0.75 }, level }),
  back: vipBack({
    band: metal,
    paper: '#FBF6EA',
    ink: '#33270F',
    hairline: '#C9AE78',
    texture: '#CBAE74',
    level,
  }),
}
