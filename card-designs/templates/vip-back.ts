import { ID1, type Design, type DesignElement, type Paint } from '../engine/design.ts'
import { rectangle, roundedRectangle } from '../engine/path-data.ts'
import { storeName } from './brand.ts'

export interface BackLook {
  /** Behind the stripe, down to its lower edge. */
  band: Paint
  paper: Paint
  ink: string
  hairline: string
  texture: string
  level: { zh: string; en: string }
}

const BLEED = 2_000
/** ISO/IEC 7811-6 §5 puts a three-track stripe between 5.54 mm at most and 15.95 mm at least; half a millimetre is spare. */
export const stripeZone = {
  kind: 'stripe',
  box: { xUm: -BLEED, yUm: 4_300, widthUm: 89_600, heightUm: 12_400 },
} as const
const BAND_END = 17_400
const LEFT = 4_000
const QR = { xUm: 60_100, yUm: 19_300, widthUm: 22_000, heightUm: 22_000 }
const BARS = { xUm: LEFT, yUm: 43_000, widthUm: 40_000, heightUm: 5_400 }

const instructions = {
  zh: [
    '积分可在店内任一读卡器、自助机或手机上查询。',
    '付款前请出示本卡；特价商品不打折，照常积分。',
    '本卡限登记会员本人使用，不得转让或兑换现金。',
    '如遗失，请即到自助机或服务台挂失，积分转入新卡。',
  ],
  en: [
    'Ask for your points at any reader, kiosk or by phone.',
    'Show this card before you pay. Special-price goods earn points only.',
    'For the registered member alone: not transferable, no cash value.',
    'Lost? Report it at a kiosk or service desk; points move to a new card.',
  ],
} as const

/** The back that the VIP cards share: stripe band, instructions in both languages, signed QR and Code 128. */
export function vipBack(look: BackLook): Design['back'] {
  return {
    zones: [stripeZone, { kind: 'chip', box: { xUm: 7_600, yUm: 27_000, widthUm: 9_000, heightUm: 9_000 } }],
    elements: [...ground(look), ...instructionLines(look), ...symbols(look), ...signOff(look)],
  }
}

function ground(look: BackLook): DesignElement[] {
  const full = rectangle(-BLEED, -BLEED, ID1.widthUm + 2 * BLEED, ID1.heightUm + 2 * BLEED)
  const below = rectangle(-BLEED, BAND_END, ID1.widthUm + 2 * BLEED, ID1.heightUm + BLEED - BAND_END)
  return [
    { type: 'shape', id: 'paper', d: full, fill: look.paper },
    {
      type: 'guilloche',
      id: 'back-texture',
      guilloche: {
        kind: 'rosette',
        centre: [28_000, 54_000],
        innerUm: 7_000,
        outerUm: 30_000,
        petals: 18,
        lines: 9,
      },
      stroke: { paint: look.texture, widthUm: 45 },
      opacity: 0.4,
      clip: below,
    },
    {
      type: 'shape',
      id: 'band',
      d: rectangle(-BLEED, -BLEED, ID1.widthUm + 2 * BLEED, BAND_END + BLEED),
      fill: look.band,
    },
    {
      type: 'microtext',
      id: 'microtext',
      text: `${storeName.en} {{cardNumber}} `,
      xUm: LEFT,
      baselineUm: BAND_END + 620,
      widthUm: 78_100,
      face: 'sans-medium',
      sizeUm: 420,
      paint: look.ink,
    },
  ]
}

const instructionLines = (look: BackLook): DesignElement[] => [
  ...instructions.zh.map((text, i) =>
    line(`zh-${i + 1}`, text, { baselineUm: 21_500 + i * 2_880, sizeUm: 1_860, look }),
  ),
  ...instructions.en.map((text, i) =>
    line(`en-${i + 1}`, text, { baselineUm: 33_800 + i * 2_300, sizeUm: 1_520, look }),
  ),
]

interface LineLook {
  baselineUm: number
  sizeUm: number
  look: BackLook
}

const line = (id: string, text: string, { baselineUm, sizeUm, look }: LineLook): DesignElement => ({
  type: 'text',
  id,
  text,
  xUm: LEFT,
  baselineUm,
  widthUm: 54_300,
  face: 'sans',
  sizeUm,
  paint: look.ink,
  align: 'left',
  fit: { kind: 'fixed' },
})

const panel = (id: string, box: typeof QR, hairline: string): DesignElement => ({
  type: 'shape',
  id,
  d: roundedRectangle({ x: box.xUm, y: box.yUm, width: box.widthUm, height: box.heightUm, radius: 700 }),
  fill: '#FFFFFF',
  stroke: { paint: hairline, widthUm: 90 },
})

const symbols = (look: BackLook): DesignElement[] => [
  panel('qr-panel', QR, look.hairline),
  {
    type: 'symbol',
    id: 'qr',
    symbology: 'qrcode',
    content: '{{qr}}',
    box: QR,
    minModuleUm: 340,
    colour: '#000000',
  },
  panel('bars-panel', { ...BARS, yUm: BARS.yUm - 500, heightUm: BARS.heightUm + 1_000 }, look.hairline),
  {
    type: 'symbol',
    id: 'bars',
    symbology: 'code128',
    content: '{{cardNumber}}',
    box: BARS,
    minModuleUm: 250,
    colour: '#000000',
  },
  {
    type: 'text',
    id: 'bars-number',
    text: '{{cardNumber:groups}}',
    xUm: BARS.xUm,
    baselineUm: 50_900,
    widthUm: BARS.widthUm,
    face: 'sans',
    sizeUm: 1_600,
    paint: look.ink,
    align: 'centre',
    trackingUm: 160,
    fit: { kind: 'fixed' },
  },
]

const signOff = (look: BackLook): DesignElement[] => [
  {
    ...line('scan', '扫码验真  SCAN TO VERIFY', { baselineUm: 43_500, sizeUm: 1_380, look }),
    xUm: QR.xUm,
    widthUm: QR.widthUm,
    align: 'centre',
  } as DesignElement,
  {
    ...line('store', `${storeName.zh} · ${look.level.zh}`, { baselineUm: 48_700, sizeUm: 1_980, look }),
    xUm: 46_000,
    widthUm: 36_100,
    face: 'serif-bold',
    align: 'right',
  } as DesignElement,
  {
    ...line('store-en', `${storeName.en} · ${look.level.en}`, { baselineUm: 50_900, sizeUm: 1_380, look }),
    xUm: 46_000,
    widthUm: 36_100,
    align: 'right',
    trackingUm: 90,
  } as DesignElement,
]
