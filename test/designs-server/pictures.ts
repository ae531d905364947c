import { crc32, deflateSync } from 'node:zlib'

/** A chunk of a PNG with its length and checksum. */
export function chunk(type: string, data: Uint8Array): Buffer {
  const checked = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(checked))
  return Buffer.concat([length, checked, sum])
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

interface Grey {
  width: number
  height: number
  /** what its data unpack to; its rows of grey where it is left out */
  raster?: Uint8Array
  /** chunks before the data */
  more?: readonly Buffer[]
}

/** A grey PNG of eight bits. */
export function png({ width, height, raster, more = [] }: Grey): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const data = deflateSync(raster ?? Buffer.alloc(height * (width + 1)))
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...more,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** One grey pixel, progressive. */
const PIXEL = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////' +
    '////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=',
  'base64',
)
const END = Buffer.from([0xff, 0xd9])

/** A segment of a JPEG with its length. */
export function segment(marker: number, data: Uint8Array): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(data.length + 2, 2)
  return Buffer.concat([head, data])
}

/** `more`: segments before the picture; `after`: bytes behind its end. */
export const jpeg = ({ more = [], after = '' }: { more?: readonly Buffer[]; after?: string } = {}): Buffer =>
  Buffer.concat([PIXEL.subarray(0, 2), ...more, PIXEL.subarray(2), END, Buffer.from(after)])

/** What a phone says about a photo: how it was held, where and with what. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(0x0112, 10)
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return segment(
    0xe1,
    Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from('GPS 31.23,121.47')]),
  )
}
