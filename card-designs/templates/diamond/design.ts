import type { Design, DesignElement, Paint } from '../../engine/design.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet, vipFront } from '../vip-front.ts'
import { brilliant } from './facets.ts'

const HEART: [number, number] = [67_500, 26_990]
const RADIUS = 31_000

/** Ink with a cold light in it. */
const night: Paint = {
  kind: 'linear',
  from: [0, -2_000],
  to: [70_000, 56_000],
  stops: [
    [0, '#1C2A40'],
    [0.35, '#0E1626'],
    [0.75, '#0A101C'],
    [1, '#16233A'],
  ],
}

const silver: Paint = {
  kind: 'linear',
  from: [4_000, 0],
  to: [58_000, 14_000],
  stops: [
    [0, '#FFFFFF'],
    [0.4, '#CBD9E6'],
    [0.6, '#F4F8FC'],
    [1, '#B4C8DA'],
  ],
}

const inTable = (id: string, innerUm: number, outerUm: number, petals: number): DesignElement => ({
  type: 'guilloche',
  id,
  guilloche: { kind: 'rosette', centre: HEART, innerUm, outerUm, petals, lines: 14 },
  stroke: { paint: '#C7DAEB', widthUm: 50 },
  opacity: 0.75,
})

const artwork: DesignElement[] = [
  { type: 'shape', id: 'night', d: fullSheet, fill: night },
  ...brilliant({ x: HEART[0], y: HEART[1], radius: RADIUS, clip: fullSheet }),
  inTable('table-outer', 8_600, 14_000, 16),
  inTable('table-inner', 3_200, 8_800, 8),
]

const level = { zh: '贵宾钻石卡', en: 'VIP DIAMOND' }

export const diamondDesign: Design = {
  id: 'diamond',
  version: 2,
  name: { 'zh-CN': level.zh, en: 'VIP Diamond' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: vipFront({ artwork, ink: silver, edge: { paint: '#03060C', opacity: 0.8 }, level }),
  back: vipBack({
    band: night,
    paper: '#F3F6F9',
    ink: '#16202F',
    hairline: '#9FB2C6',
    texture: '#A9BDD0',
    level,
  }),
}
