import { encode } from 'fast-png'
import type { CardData } from '../../card-designs/engine/card-data.ts'
import type { Design, DesignElement } from '../../card-designs/engine/design.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { fields, places } from './card-pdf-places.ts'

/** Characters that are all in the most usual typeface, so that every way can set them. */
const FAMILY = '王李张刘陈杨赵黄周吴'
const GIVEN = '伟芳娜敏静丽强磊军洋'

/** 64 bytes that differ from card to card; cheap, for whoever makes the data is not what is measured. */
function noiseOf(card: number): Buffer {
  const noise = Buffer.allocUnsafe(64)
  let seed = card * 2_654_435_761
  for (let at = 0; at < noise.length; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) | 0
    noise.writeInt32LE(seed ^ (seed >>> 15), at)
  }
  return noise
}

export function benchCard(i: number): CardData {
  const noise = noiseOf(i)
  const cardNumber = `9156${String(i).padStart(12, '0')}`
  const name = [FAMILY[i % 10], GIVEN[(i >> 3) % 10], GIVEN[(i >> 6) % 10]].join('')
  return {
    cardNumber,
    securityCode: noise.toString('hex').slice(0, 6),
    qr: `https://vip.example/c/${cardNumber}?k=1&s=${noise.toString('base64url')}`,
    memberName: name,
    validThrough: `2028-${String((i % 12) + 1).padStart(2, '0')}-28`,
  }
}

/** As large as a photograph of that size: a gradient under grain. */
function makeArtwork(): Buffer {
  const [width, height] = [720, 466]
  const data = new Uint8Array(width * height * 3)
  let seed = 1
  for (let i = 0; i < data.length; i++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    data[i] = 160 + ((i / data.length) * 60 + ((seed >> 16) & 15))
  }
  return Buffer.from(encode({ width, height, data, channels: 3, depth: 8 }))
}

export const artwork = makeArtwork()

/** What stands in the peers' millimetres from the bleed's corner, in ours from the trim's. */
const um = (mm: number) => Math.round((mm - 2) * 1_000)

function designFor(picture: Buffer): Design {
  const box = { xUm: -2_000, yUm: -2_000, widthUm: 89_600, heightUm: 57_980 }
  const ground: DesignElement = { type: 'image', id: 'artwork', asset: 'artwork', box }
  const bound = ['锦城百货', '贵宾金卡', '{{memberName}}', '{{validThrough}}', '{{cardNumber}}']
  const texts = fields.map(({ x, y, size }, i): DesignElement => ({
    type: 'text',
    id: `field-${i}`,
    text: bound[i] ?? '',
    xUm: um(x),
    baselineUm: um(y) - 1_500,
    widthUm: 60_000,
    face: 'serif',
    sizeUm: Math.round((size / 72) * 25_400),
    paint: '#000000',
    align: 'left',
    fit: { kind: 'fixed' },
  }))
  const { qr, bars } = places
  const symbol = { type: 'symbol', minModuleUm: 200, colour: '#000000' } as const
  const symbols: DesignElement[] = [
    {
      ...symbol,
      id: 'qr',
      symbology: 'qrcode',
      content: '{{qr}}',
      box: { xUm: um(qr.x) - 2_500, yUm: um(qr.y) - 2_500, widthUm: 22_000, heightUm: 22_000 },
    },
    {
      ...symbol,
      id: 'bars',
      symbology: 'code128',
      content: '{{cardNumber}}',
      box: { xUm: um(bars.x), yUm: um(bars.y), widthUm: 40_000, heightUm: 6_000 },
    },
  ]
  return {
    ...cardTemplates.gold,
    assets: { artwork: { mime: 'image/png', base64: picture.toString('base64') } },
    front: { zones: [], elements: [ground, ...texts] },
    back: { zones: [], elements: [ground, ...symbols] },
  }
}

export const benchDesign = designFor(artwork)
