import { ID1, type Design, type DesignElement, type Paint, type TextElement } from '../../engine/design.ts'
import { brocade, fangsheng, storeName } from '../brand.ts'
import { vipBack } from '../vip-back.ts'
import { BLEED_UM, fullSheet } from '../vip-front.ts'

const foil: Paint = { kind: 'spot', ink: 'foil', tint: 100 }

const shine = (centre: string, middle: string, edge: string): Paint => ({
  kind: 'radial',
  centre: [60_000, 18_000],
  radiusUm: 78_000,
  stops: [
    [0, centre],
    [0.45, middle],
    [1, edge],
  ],
})

const lacquer = shine('#B53533', '#9A2829', '#661416')
/** Nothing shines through where foil is a plate of its own: the brocade has the colour that it would have over the lacquer. */
const sheen = shine('#BD4743', '#A73C3B', '#7B2B2B')

/** A seal's proportions: the window through which the wish is read. */
const PANEL = { xUm: 58_200, yUm: 8_400, widthUm: 19_000, heightUm: 37_200 }

const line = (
  id: string,
  text: TextElement['text'],
  rest: Pick<TextElement, 'xUm' | 'baselineUm' | 'sizeUm'> & Partial<TextElement>,
): TextElement => ({
  type: 'text',
  id,
  text,
  widthUm: 46_000,
  face: 'serif',
  paint: foil,
  align: 'left',
  fit: { kind: 'fixed' },
  ...rest,
})

const inset = (by: number) => ({
  xUm: PANEL.xUm + by,
  yUm: PANEL.yUm + by,
  widthUm: PANEL.widthUm - 2 * by,
  heightUm: PANEL.heightUm - 2 * by,
})

const window: DesignElement[] = [
  { type: 'rect', id: 'panel', box: PANEL, cornerUm: 700, fill: '#7B1B1D' },
  {
    type: 'rect',
    id: 'panel-frame',
    box: PANEL,
    cornerUm: 700,
    stroke: { paint: foil, widthUm: 320 },
  },
  { type: 'rect', id: 'panel-line', box: inset(900), cornerUm: 300, stroke: { paint: foil, widthUm: 110 } },
  line('wish', '心意', {
    xUm: PANEL.xUm + PANEL.widthUm / 2,
    baselineUm: PANEL.yUm + 4_600,
    widthUm: PANEL.heightUm - 9_200,
    writing: 'vertical',
    face: 'serif-bold',
    sizeUm: 11_000,
    trackingUm: 2_400,
    align: 'centre',
  }),
]

const front: DesignElement[] = [
  { type: 'shape', id: 'lacquer', d: fullSheet, fill: lacquer },
  {
    type: 'shape',
    id: 'brocade',
    d: brocade({ x: -2_000, y: -2_000, width: 90_000, height: 58_000 }, 2_900),
    stroke: { paint: sheen, widthUm: 60 },
  },
  {
    type: 'line',
    id: 'edge-top',
    from: [-BLEED_UM, 3_200],
    to: [ID1.widthUm + BLEED_UM, 3_200],
    stroke: { paint: foil, widthUm: 160 },
  },
  {
    type: 'line',
    id: 'edge-bottom',
    from: [-BLEED_UM, ID1.heightUm - 3_200],
    to: [ID1.widthUm + BLEED_UM, ID1.heightUm - 3_200],
    stroke: { paint: foil, widthUm: 160 },
  },
  ...window,
  ...fangsheng({ id: 'mark', x: 9_200, y: 11_200, reach: 2_650, paint: foil, strokeUm: 250 }),
  line('store', storeName.zh, {
    xUm: 15_200,
    baselineUm: 11_600,
    sizeUm: 4_300,
    face: 'serif-bold',
    trackingUm: 500,
  }),
  line('store-en', 'BROCADE CITY', { xUm: 15_300, baselineUm: 14_500, sizeUm: 1_700, trackingUm: 330 }),
  line('title', '礼品卡', {
    xUm: 5_200,
    baselineUm: 30_600,
    sizeUm: 6_200,
    face: 'serif-bold',
    trackingUm: 1_200,
  }),
  line('title-en', 'GIFT CARD', { xUm: 5_350, baselineUm: 34_400, sizeUm: 2_100, trackingUm: 900 }),
  line('value', '¥ {{faceValue:money}}', {
    xUm: 5_200,
    baselineUm: 42_300,
    sizeUm: 4_400,
    face: 'serif-bold',
    trackingUm: 120,
    when: [{ field: 'faceValue', is: 'present' }],
  }),
  line('number', '{{cardNumber:groups}}', {
    xUm: 5_200,
    baselineUm: 47_900,
    sizeUm: 2_700,
    trackingUm: 260,
    paint: '#F3D9A4',
  }),
]

const level = { zh: '礼品卡', en: 'GIFT CARD' }

export const giftDesign: Design = {
  id: 'gift',
  version: 1,
  name: { 'zh-CN': level.zh, en: 'Gift Card' },
  bleedUm: BLEED_UM,
  safeUm: 2_500,
  assets: {},
  front: { zones: [], elements: front },
  back: vipBack({
    band: lacquer,
    paper: '#FBF5F0',
    ink: '#3A1516',
    hairline: '#D3A9A0',
    texture: '#EFDDD6',
    textureOpacity: 1,
    level,
    instructions: {
      zh: [
        '凭本卡可在店内各柜台付款，可分次使用。',
        '余额可在任一读卡器、自助机或手机扫码查询。',
        '本卡不记名、不挂失，请像现金一样保管。',
        '有效期以购卡凭证为准，到期可在服务台换卡。',
      ],
      en: [
        'Pay with it at any counter, in one go or in several.',
        'Ask for the balance at any reader, kiosk or by phone.',
        'It bears no name and cannot be blocked: keep it like cash.',
        'Valid as the receipt says; a service desk renews it after that.',
      ],
    },
  }),
}
