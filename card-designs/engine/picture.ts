import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { DesignError } from './design-error.ts'
import type { Asset, Box } from './design.ts'
import { rectangle, roundedRectangle } from './path-data.ts'

export interface PixelSize {
  width: number
  height: number
}

/** A picture of more pixels than this would take a painter's memory: 85.6 × 54 mm at 1,200 dpi are 10 million. */
const MOST_PIXELS = 40_000_000

const DATA_ADDRESS = /^data:(image\/(?:png|jpeg));base64,([A-Za-z0-9+/]+={0,2})$/

/** A `data:` address as an asset with a key of its own; throws `picture-unreadable`. */
export function assetFromData(address: string, element: string): { key: string; asset: Asset } {
  const [, mime, base64] = DATA_ADDRESS.exec(address) ?? []
  if ((mime !== 'image/png' && mime !== 'image/jpeg') || base64 === undefined)
    throw new DesignError(
      'picture-unreadable',
      'The picture is not a PNG or JPEG in a data address.',
      element,
    )
  return { key: bytesToHex(sha256(utf8ToBytes(base64))), asset: { mime, base64 } }
}

/** Reads the size in pixels from a PNG's or JPEG's head; throws `picture-unreadable`, also for more than 40 million pixels. */
export function pixelSize(asset: Asset, element: string): PixelSize {
  const bytes = bytesOf(asset, element)
  const size = asset.mime === 'image/png' ? pngSize(bytes) : jpegSize(bytes)
  if (!size || size.width < 1 || size.height < 1)
    throw new DesignError('picture-unreadable', 'The picture has no readable size.', element)
  if (size.width * size.height > MOST_PIXELS)
    throw new DesignError('picture-unreadable', 'The picture has more than 40 million pixels.', element)
  return size
}

function bytesOf({ base64 }: Asset, element: string): Uint8Array {
  try {
    const binary = atob(base64)
    const bytes = new Uint8Array(binary.length)
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i)
    return bytes
  } catch (cause) {
    throw new DesignError('picture-unreadable', 'The picture is not base64.', element, { cause })
  }
}

const at = (bytes: Uint8Array, i: number): number => bytes[i] ?? 0
const uint16 = (bytes: Uint8Array, i: number): number => (at(bytes, i) << 8) | at(bytes, i + 1)
const uint32 = (bytes: Uint8Array, i: number): number => uint16(bytes, i) * 0x1_0000 + uint16(bytes, i + 2)

/** PNG (ISO/IEC 15948) §11.2.2: IHDR comes first, eight bytes of signature before it. */
function pngSize(bytes: Uint8Array): PixelSize | undefined {
  if (uint32(bytes, 0) !== 0x89504e47 || uint32(bytes, 12) !== 0x49484452) return undefined
  return { width: uint32(bytes, 16), height: uint32(bytes, 20) }
}

/** ITU-T T.81 §B.2.2: any start of frame but the tables DHT (C4), JPG (C8) and DAC (CC). */
function jpegSize(bytes: Uint8Array): PixelSize | undefined {
  if (uint16(bytes, 0) !== 0xffd8) return undefined
  for (let i = 2; i + 9 < bytes.length && at(bytes, i) === 0xff;) {
    const marker = at(bytes, i + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return { height: uint16(bytes, i + 5), width: uint16(bytes, i + 7) }
    i += 2 + Math.max(2, uint16(bytes, i + 2))
  }
  return undefined
}

export type Framing = 'stretch' | 'cover' | 'contain'

/** Where a picture's own edges come to lie so that it covers its frame, or is seen whole in it. */
export function frame(box: Box, size: PixelSize, framing: Framing): Box {
  if (framing === 'stretch') return box
  const scales = [box.widthUm / size.width, box.heightUm / size.height]
  const scale = framing === 'cover' ? Math.max(...scales) : Math.min(...scales)
  const [widthUm, heightUm] = [size.width * scale, size.height * scale]
  return {
    xUm: box.xUm + (box.widthUm - widthUm) / 2,
    yUm: box.yUm + (box.heightUm - heightUm) / 2,
    widthUm,
    heightUm,
  }
}

/** What a frame shows of its picture; undefined where that is the whole picture. */
export function frameClip(box: Box, framing: Framing, cornerUm = 0): string | undefined {
  const { xUm: x, yUm: y, widthUm: width, heightUm: height } = box
  if (cornerUm > 0) return roundedRectangle({ x, y, width, height, radius: cornerUm })
  return framing === 'cover' ? rectangle(x, y, width, height) : undefined
}
