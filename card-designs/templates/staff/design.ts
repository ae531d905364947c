import { ID1, type Design, type DesignElement, type Paint, type TextElement } from '../../engine/design.ts'
import { rectangle } from '../../engine/path-data.ts'
import { brocade, fangsheng, storeName } from '../brand.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet } from '../vip-front.ts'

const INK = '#1B1A17'
const PAPER = '#FAF7F2'
const METAL = '#B08D57'
const QUIET = '#6B6459'

const night: Paint = {
  kind: 'linear',
  from: [0, 0],
  to: [85_600, 14_000],
  stops: [
    [0, '#1B1A17'],
    [0.6, '#2C2A25'],
    [1, '#1B1A17'],
  ],
}

const BAND_END = 14_600
const PHOTO = { xUm: 5_000, yUm: 18_400, widthUm: 22_600, heightUm: 30_200 }
const LEFT = 32_200
/** A slot for a clip, 14 × 3 mm, as punches make it. */
const SLOT = { xUm: 35_800, yUm: 2_600, widthUm: 14_000, heightUm: 3_000 }

const line = (
  id: string,
  text: TextElement['text'],
  rest: Pick<TextElement, 'baselineUm' | 'sizeUm'> & Partial<TextElement>,
): TextElement => ({
  type: 'text',
  id,
  text,
  xUm: LEFT,
  widthUm: ID1.widthUm - LEFT - 5_000,
  face: 'sans',
  paint: INK,
  align: 'left',
  fit: { kind: 'fixed' },
  ...rest,
})

const band: DesignElement[] = [
  {
    type: 'shape',
    id: 'band',
    d: rectangle(-BLEED_UM, -BLEED_UM, ID1.widthUm + 2 * BLEED_UM, BAND_END + BLEED_UM),
    fill: night,
  },
  {
    type: 'shape',
    id: 'band-brocade',
    d: brocade({ x: -2_000, y: -2_000, width: 90_000, height: 16_000 }, 1_650),
    stroke: { paint: METAL, widthUm: 50 },
    opacity: 0.22,
    clip: rectangle(-BLEED_UM, -BLEED_UM, ID1.widthUm + 2 * BLEED_UM, BAND_END + BLEED_UM),
  },
  {
    type: 'line',
    id: 'band-edge',
    from: [-BLEED_UM, BAND_END],
    to: [ID1.widthUm + BLEED_UM, BAND_END],
    stroke: { paint: METAL, widthUm: 300 },
  },
  ...fangsheng({ id: 'mark', x: 8_600, y: 9_900, reach: 2_100, paint: METAL, strokeUm: 210 }),
  line('store', storeName.zh, {
    xUm: 13_400,
    baselineUm: 11_400,
    widthUm: 30_000,
    sizeUm: 3_700,
    face: 'serif-bold',
    trackingUm: 420,
    paint: '#F3E7CF',
  }),
  line('kind', '工作证 STAFF', {
    xUm: 50_600,
    baselineUm: 11_300,
    widthUm: 30_000,
    sizeUm: 2_600,
    face: 'serif',
    align: 'right',
    trackingUm: 420,
    paint: '#E0C999',
  }),
]

/** Head and shoulders, for who has had no picture taken yet. */
const nobody: DesignElement = {
  type: 'group',
  id: 'nobody',
  when: [{ field: 'photo', is: 'absent' }],
  elements: [
    { type: 'rect', id: 'nobody-ground', box: PHOTO, cornerUm: 900, fill: '#E9E2D6' },
    {
      type: 'ellipse',
      id: 'nobody-head',
      box: { xUm: 11_700, yUm: 24_300, widthUm: 9_200, heightUm: 10_800 },
      fill: '#C9BDA8',
    },
    {
      type: 'shape',
      id: 'nobody-shoulders',
      d: 'M7600 48600C7600 41200 11600 37400 16300 37400C21000 37400 25000 41200 25000 48600Z',
      fill: '#C9BDA8',
    },
  ],
}

const shrink = { kind: 'shrink', minSizeUm: 1_300 } as const

const person: DesignElement[] = [
  nobody,
  {
    type: 'photo',
    id: 'photo',
    field: 'photo',
    box: PHOTO,
    cornerUm: 900,
    when: [{ field: 'photo', is: 'present' }],
  },
  { type: 'rect', id: 'photo-frame', box: PHOTO, cornerUm: 900, stroke: { paint: METAL, widthUm: 220 } },
  line('name', '{{memberName}}', {
    baselineUm: 26_400,
    sizeUm: 6_000,
    face: 'serif-bold',
    trackingUm: 200,
    fit: { kind: 'shrink', minSizeUm: 1_900 },
    when: [{ field: 'memberName', is: 'present' }],
  }),
  {
    type: 'line',
    id: 'name-line',
    from: [LEFT, 29_700],
    to: [ID1.widthUm - 5_000, 29_700],
    stroke: { paint: METAL, widthUm: 150 },
  },
  line('job-title', '{{jobTitle}}', {
    baselineUm: 34_600,
    sizeUm: 3_100,
    face: 'sans-medium',
    fit: shrink,
    when: [{ field: 'jobTitle', is: 'present' }],
  }),
  line('department', '{{department}}', {
    baselineUm: 39_200,
    sizeUm: 2_500,
    paint: QUIET,
    fit: shrink,
    when: [{ field: 'department', is: 'present' }],
  }),
  line('staff-number', '工号 NO. {{staffNumber}}', {
    baselineUm: 44_200,
    sizeUm: 2_100,
    paint: QUIET,
    trackingUm: 120,
    when: [{ field: 'staffNumber', is: 'present' }],
  }),
  line('number', '{{cardNumber:groups}}', { baselineUm: 48_400, sizeUm: 2_100, trackingUm: 200 }),
]

const level = { zh: '工作证', en: 'STAFF' }

export const staffDesign: Design = {
  id: 'staff',
  version: 1,
  name: { 'zh-CN': level.zh, en: 'Staff Badge' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: {
    zones: [{ kind: 'hole', box: SLOT }],
    elements: [
      { type: 'shape', id: 'paper', d: fullSheet, fill: PAPER },
      {
        type: 'guilloche',
        id: 'rosette',
        guilloche: {
          kind: 'rosette',
          centre: [80_000, 50_000],
          innerUm: 9_000,
          outerUm: 24_000,
          petals: 12,
          lines: 14,
        },
        stroke: { paint: '#CDB88F', widthUm: 50 },
        opacity: 0.5,
        clip: rectangle(-BLEED_UM, BAND_END, ID1.widthUm + 2 * BLEED_UM, ID1.heightUm + BLEED_UM - BAND_END),
      },
      ...band,
      ...person,
    ],
  },
  back: vipBack({
    band: night,
    paper: PAPER,
    ink: INK,
    hairline: '#CDB88F',
    texture: '#D8C8A6',
    level,
    instructions: {
      zh: [
        '上岗时请佩戴在胸前，照片一面朝外。',
        '本证限本人使用，不得转借或涂改。',
        '如遗失，请当日报告值班经理，旧证即刻停用。',
        '拾到者请交任一服务台，谢谢。',
      ],
      en: [
        'Wear it in sight while you are on duty, picture outwards.',
        'For the person named alone; not to be lent or altered.',
        'Lost? Tell the duty manager today: the old one stops at once.',
        'Found? Please hand it in at any service desk. Thank you.',
      ],
    },
  }),
}
