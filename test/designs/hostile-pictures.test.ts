import { deflateSync } from 'node:zlib'
import { encode } from 'fast-png'
import { expect, test } from 'vitest'
import type { DesignError } from '../../card-designs/engine/design-error.ts'
import { cardsPdf, designWith, sampleCards } from './support/cards.ts'
import { run, withFile } from './support/raster.ts'

const [width, height] = [40, 40]
const cards = sampleCards(1)

const sound = (channels: 3 | 4): Buffer =>
  Buffer.from(encode({ width, height, channels, depth: 8, data: new Uint8Array(width * height * channels) }))

function withPixels(png: Buffer, change: (data: Buffer) => Buffer): Buffer {
  const at = png.indexOf('IDAT') - 4
  const data = change(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const end = png.subarray(png.indexOf('IEND') - 4)
  return Buffer.concat([png.subarray(0, at), length, Buffer.from('IDAT'), data, Buffer.alloc(4), end])
}

function withHeader(png: Buffer, change: (header: Buffer) => void): Buffer {
  const copy = Buffer.from(png)
  change(copy.subarray(16, 29))
  return copy
}

const shown = (bytes: Buffer, mime: 'image/png' | 'image/jpeg' = 'image/png') => ({
  ...designWith({
    type: 'image',
    id: 'picture',
    asset: 'picture',
    box: { xUm: 9_000, yUm: 9_000, widthUm: 9_000, heightUm: 9_000 },
  }),
  assets: { picture: { mime, base64: bytes.toString('base64') } },
})

const hundredMegabytes = deflateSync(Buffer.alloc(100_000_000))

const hostile: [string, Buffer, ('image/png' | 'image/jpeg')?][] = [
  ['rubbish for pixels, with an alpha channel', withPixels(sound(4), (data) => data.fill(0x55, 2))],
  ['rubbish for pixels', withPixels(sound(3), (data) => data.fill(0x55, 2))],
  ['too few pixels', withPixels(sound(4), () => deflateSync(Buffer.alloc(99)))],
  ['a hundred megabytes of pixels more than it says', withPixels(sound(4), () => hundredMegabytes)],
  ['no pixels at all', withPixels(sound(4), () => Buffer.alloc(0))],
  ['two hundred million pixels', withHeader(sound(3), (header) => header.writeUInt32BE(5_000_000, 0))],
  ['a colour type that there is not', withHeader(sound(3), (header) => header.writeUInt8(5, 9))],
  ['only a head', sound(4).subarray(0, 40)],
  ['nothing', Buffer.alloc(0)],
  ['a JPEG of a head alone', Buffer.from('ffd8ffc0000b', 'hex'), 'image/jpeg'],
  ['a PNG that says it is a JPEG', sound(3), 'image/jpeg'],
]

test.each(hostile)('a picture with %s is refused in words, at once', async (_, bytes, mime) => {
  const begun = performance.now()
  const refused = await cardsPdf(shown(bytes, mime), cards).catch((error: unknown) => error as DesignError)
  expect(refused).toMatchObject({ name: 'DesignError', code: 'picture-unreadable' })
  expect(performance.now() - begun).toBeLessThan(2_000)
})

test.each([
  ['with an alpha channel', sound(4)],
  ['without one', sound(3)],
])('a sound picture %s is printed', async (_, bytes) => {
  const pdf = await cardsPdf(shown(bytes), cards)
  withFile(pdf, 'cards.pdf', (path) => run('qpdf', '--check', path))
  expect(pdf.toString('latin1')).toContain('/Subtype /Image')
})
