import { ID1, type Design, type DesignElement, type Paint, type TextElement } from '../engine/design.ts'
import { rectangle, roundedRectangle } from '../engine/path-data.ts'
import { storeName } from './brand.ts'
import { BLEED_UM, fullSheet } from './vip-front.ts'

export interface BackLook {
  /** Behind the stripe, down to its lower edge. */
  band: Paint
  paper: Paint
  ink: string
  hairline: string
  texture: string
  /** as shown on the paper; 0.4 when absent */
  textureOpacity?: number
  level: { zh: string; en: string }
  /** Four lines in each language; those of a member's card where none are given. */
  instructions?: Instructions
}

interface Instructions {
  zh: readonly string[]
  en: readonly string[]
}

/** ISO/IEC 7811-6 §5 puts a three-track stripe between 5.54 mm at most and 15.95 mm at least; half a millimetre is spare. */
const stripeZone = {
  kind: 'stripe',
  box: { xUm: -BLEED_UM, yUm: 4_300, widthUm: 89_600, heightUm: 12_400 },
} as const
const BAND_END = 17_400
const LEFT = 4_000
const QR = { xUm: 60_100, yUm: 19_300, widthUm: 22_000, heightUm: 22_000 }
const BARS = { xUm: LEFT, yUm: 43_000, widthUm: 40_000, heightUm: 5_400 }

const membersInstructions: Instructions = {
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
}

/** The back that the VIP cards share: stripe band, instructions in both languages, signed QR and Code 128. */
export function vipBack(look: BackLook): Design['back'] {
  return {
    zones: [stripeZone, { kind: 'chip', box: { xUm: 7_600, yUm: 27_000, widthUm: 9_000, heightUm: 9_000 } }],
    elements: [...ground(look), ...instructionLines(look), ...symbols(look), ...signOff(look)],
  }
}

function ground(look: BackLook): DesignElement[] {
  const below = rectangle(-BLEED_UM, BAND_END, ID1.widthUm + 2 * BLEED_UM, ID1.heightUm + BLEED_UM - BAND_END)
  return [
    { type: 'shape', id: 'paper', d: fullSheet, fill: look.paper },
    {
      type: 'guilloche',
      id: 'back-texture',
      guilloche: {
        kind: 'rosette',
        centre: [28_000, 54_000],
        innerUm: 12_000,
        outerUm: 27_000,
        petals: 12,
        lines: 12,
      },
      stroke: { paint: look.texture, widthUm: 45 },
      opacity: look.textureOpacity ?? 0.4,
      clip: below,
    },
    {
      type: 'shape',
      id: 'band',
      d: rectangle(-BLEED_UM, -BLEED_UM, ID1.widthUm + 2 * BLEED_UM, BAND_END + BLEED_UM),
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

const instructionLines = (
  look: BackLook,
  instructions: Instructions = look.instructions ?? membersInstructions,
): DesignElement[] => [
  ...instructions.zh.map((text, i) =>
    line(`zh-${i + 1}`, text, { baselineUm: 21_500 + i * 2_880, sizeUm: 1_860, look }),
  ),
  ...instructions.en.map((text, i) =>
    line(`en-${i + 1}`, text, { baselineUm: 33_800 + i * 2_300, sizeUm: 1_520, look }),
  ),
]

interface LineLook extends Partial<Pick<TextElement, 'xUm' | 'widthUm' | 'face' | 'align' | 'trackingUm'>> {
  baselineUm: number
  sizeUm: number
  look: BackLook
}

const line = (id: string, text: string, { look, ...place }: LineLook): TextElement => ({
  type: 'text',
  id,
  text,
  xUm: LEFT,
  widthUm: 54_300,
  face: 'sans',
  paint: look.ink,
  align: 'left',
  fit: { kind: 'fixed' },
  ...place,
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
  line('bars-number', '{{cardNumber:groups}}', {
    xUm: BARS.xUm,
    baselineUm: 50_900,
    widthUm: BARS.widthUm,
    sizeUm: 1_600,
    align: 'centre',
    trackingUm: 160,
    look,
  }),
]

const signOff = (look: BackLook): DesignElement[] => {
  const code = { xUm: BARS.xUm + BARS.widthUm + 1_900, widthUm: 13_600, look } as const
  const below = { xUm: 46_000, widthUm: 36_100, align: 'right', look } as const
  return [
    line('scan', '扫码验真  SCAN TO VERIFY', {
      xUm: QR.xUm,
      baselineUm: 43_500,
      widthUm: QR.widthUm,
      sizeUm: 1_380,
      align: 'centre',
      look,
    }),
    line('code-name', '安全码 CODE', { ...code, baselineUm: 44_300, sizeUm: 1_380 }),
    line('code', '{{securityCode:spaced}}', {
      ...code,
      baselineUm: 46_900,
      sizeUm: 2_100,
      face: 'sans-medium',
      trackingUm: 120,
    }),
    line('store', `${storeName.zh} · ${look.level.zh}`, {
      ...below,
      baselineUm: 48_500,
      sizeUm: 1_980,
      face: 'serif-bold',
    }),
    line('store-en', `${storeName.en} · ${look.level.en}`, {
      ...below,
      baselineUm: 50_900,
      sizeUm: 1_380,
      trackingUm: 90,
    }),
  ]
}
