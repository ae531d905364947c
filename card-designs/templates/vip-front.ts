import { ID1, type Design, type DesignElement, type Paint, type TextElement } from '../engine/design.ts'
import { rectangle } from '../engine/path-data.ts'
import { fangsheng, storeName } from './brand.ts'

export const BLEED_UM = 2_000

/** The whole sheet with its bleed, as path data. */
export const fullSheet = rectangle(
  -BLEED_UM,
  -BLEED_UM,
  ID1.widthUm + 2 * BLEED_UM,
  ID1.heightUm + 2 * BLEED_UM,
)

export interface FrontLook {
  artwork: DesignElement[]
  ink: Paint
  /** The light (or dark) edge that makes large letters look stamped into the card. */
  edge: { paint: string; opacity: number }
  level: { zh: string; en: string }
}

/** The front that the VIP cards share: mark and store above, level and card number below, artwork to the right. */
export function vipFront({ artwork, ink, edge, level }: FrontLook): Design['front'] {
  const stamped = (id: string, text: string, rest: Placing): DesignElement[] => [
    line(`${id}-edge`, text, { ...rest, xUm: rest.xUm + 70, baselineUm: rest.baselineUm + 80, ...edge }),
    line(id, text, { ...rest, paint: ink }),
  ]
  const small = { face: 'serif', widthUm: 40_000, paint: ink } as const
  const large = { face: 'serif-bold', widthUm: 40_000 } as const
  return {
    zones: [{ kind: 'chip', box: { xUm: 69_000, yUm: 27_000, widthUm: 9_000, heightUm: 9_000 } }],
    elements: [
      ...artwork,
      ...fangsheng({ id: 'mark', x: 9_200, y: 9_600, reach: 2_650, paint: ink, strokeUm: 250 }),
      ...stamped('store', storeName.zh, {
        ...large,
        xUm: 15_200,
        baselineUm: 10_000,
        sizeUm: 4_300,
        trackingUm: 500,
      }),
      line('store-en', storeName.en, {
        ...small,
        xUm: 15_300,
        baselineUm: 12_900,
        sizeUm: 1_700,
        trackingUm: 330,
      }),
      ...stamped('level', level.zh, {
        ...large,
        xUm: 5_200,
        baselineUm: 33_400,
        sizeUm: 5_200,
        trackingUm: 900,
      }),
      line('level-en', level.en, {
        ...small,
        xUm: 5_350,
        baselineUm: 37_000,
        sizeUm: 2_100,
        trackingUm: 900,
      }),
      ...stamped('number', '{{cardNumber:groups}}', {
        face: 'serif',
        xUm: 5_200,
        baselineUm: 48_200,
        widthUm: 60_000,
        sizeUm: 4_200,
        trackingUm: 300,
      }),
    ],
  }
}

type Placing = Pick<TextElement, 'face' | 'xUm' | 'baselineUm' | 'widthUm' | 'sizeUm' | 'trackingUm'>

const line = (
  id: string,
  text: string,
  rest: Placing & Pick<TextElement, 'paint' | 'opacity'>,
): TextElement => ({
  type: 'text',
  id,
  text,
  align: 'left',
  fit: { kind: 'fixed' },
  ...rest,
})
