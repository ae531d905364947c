import { type Design, type DesignElement, type Paint } from '../../engine/design.ts'
import { polygon, rectangle } from '../../engine/path-data.ts'
import { fangsheng, storeName } from '../brand.ts'
import { vipBack } from '../vip-back.ts'

const FULL = rectangle(-2_000, -2_000, 89_600, 57_980)
const INK = '#33240E'
const LIGHT = '#FBF0D3'

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

const level = { zh: '贵宾金卡', en: 'VIP GOLD' }

const text = (
  id: string,
  value: string,
  rest: Omit<Extract<DesignElement, { type: 'text' }>, 'type' | 'id' | 'text' | 'fit' | 'align'>,
) =>
  ({ type: 'text', id, text: value, align: 'left', fit: { kind: 'fixed' }, ...rest }) satisfies DesignElement

/** Stamped letters: a light edge below and to the right of the ink. */
const stamped = (id: string, value: string, rest: Parameters<typeof text>[2]): DesignElement[] => [
  text(`${id}-edge`, value, {
    ...rest,
    xUm: rest.xUm + 70,
    baselineUm: rest.baselineUm + 80,
    paint: LIGHT,
    opacity: 0.75,
  }),
  text(id, value, rest),
]

const artwork: DesignElement[] = [
  { type: 'shape', id: 'metal', d: FULL, fill: metal },
  {
    type: 'shape',
    id: 'sheen',
    d: polygon([
      [30_000, -2_000],
      [46_000, -2_000],
      [18_000, 55_980],
      [2_000, 55_980],
    ]),
    fill: LIGHT,
    opacity: 0.16,
  },
  {
    type: 'guilloche',
    id: 'rosette-shade',
    guilloche: {
      kind: 'rosette',
      centre: [66_000, 25_000],
      innerUm: 9_000,
      outerUm: 34_000,
      petals: 24,
      lines: 22,
    },
    stroke: { paint: '#6F5124', widthUm: 60 },
    opacity: 0.5,
  },
  {
    type: 'guilloche',
    id: 'rosette-light',
    guilloche: {
      kind: 'rosette',
      centre: [66_000, 25_000],
      innerUm: 4_200,
      outerUm: 15_000,
      petals: 12,
      lines: 14,
    },
    stroke: { paint: LIGHT, widthUm: 60 },
    opacity: 0.75,
  },
]

export const goldDesign: Design = {
  id: 'gold',
  version: 1,
  name: { 'zh-CN': level.zh, en: 'VIP Gold' },
  bleedUm: 2_000,
  safeUm: 2_500,
  assets: {},
  front: {
    zones: [{ kind: 'chip', box: { xUm: 69_000, yUm: 27_000, widthUm: 9_000, heightUm: 9_000 } }],
    elements: [
      ...artwork,
      ...fangsheng({ x: 9_000, y: 9_400, reach: 2_700, paint: INK, strokeUm: 260 }),
      ...stamped('store', storeName.zh, {
        xUm: 15_000,
        baselineUm: 9_900,
        widthUm: 40_000,
        face: 'serif-bold',
        sizeUm: 4_300,
        paint: INK,
        trackingUm: 500,
      }),
      text('store-en', storeName.en, {
        xUm: 15_100,
        baselineUm: 12_900,
        widthUm: 40_000,
        face: 'serif',
        sizeUm: 1_850,
        paint: INK,
        trackingUm: 420,
      }),
      ...stamped('level', level.zh, {
        xUm: 5_200,
        baselineUm: 33_000,
        widthUm: 40_000,
        face: 'serif-bold',
        sizeUm: 5_200,
        paint: INK,
        trackingUm: 900,
      }),
      text('level-en', level.en, {
        xUm: 5_300,
        baselineUm: 36_700,
        widthUm: 40_000,
        face: 'serif',
        sizeUm: 2_200,
        paint: INK,
        trackingUm: 900,
      }),
      ...stamped('number', '{{cardNumber:groups}}', {
        xUm: 5_200,
        baselineUm: 48_200,
        widthUm: 60_000,
        face: 'serif',
        sizeUm: 4_300,
        paint: INK,
        trackingUm: 330,
      }),
    ],
  },
  back: vipBack({
    band: metal,
    paper: '#FBF6EA',
    ink: '#33270F',
    hairline: '#C9AE78',
    texture: '#CBAE74',
    level,
  }),
}
