import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { chunk, exif, jpeg, png, segment } from './pictures.ts'

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    'M0 0A1e308 1 0 0 1 5 5',
    'M0 0L9 9'.repeat(20_000),
    'matrix(1e9 0 0 1e9 0 0)',
    'url(#a)',
    'url(https://evil.example/#a)',
    'NaN',
    '-1e999',
    'fill:url(#a)',
    '#a',
    'file:///etc/passwd#a',
    'data:text/html;base64,AA==',
    'javascript:alert(1)',
    '1',
  ),
)
const attribute = fc.constantFrom(
  'd',
  'transform',
  'style',
  'fill',
  'points',
  'x',
  'r',
  'width',
  'class',
  'href',
  'xlink:href',
  'viewBox',
  'onload',
)
const name = fc.constantFrom(
  'path',
  'rect',
  'g',
  'circle',
  'polygon',
  'linearGradient',
  'use',
  'svg',
  'style',
  'image',
  'symbol',
)
const escaped = (value: string): string => value.replaceAll(/[<&"]|\p{Cc}/gu, '')
const part = fc
  .tuple(name, attribute, text)
  .map(([tag, key, value]) => `<${tag} id="a" ${key}="${escaped(value)}"/>`)

const sound = fc.constantFrom('<path d="M0 0L40 30L5 9Z"/>', '<circle cx="30" cy="20" r="9" fill="#c00"/>')

/** A group that uses the one before it ten times. */
const level = (n: number) => `<g id="l${n}">${`<use href="#l${n - 1}"/>`.repeat(10)}</g>`
const laughs = Array.from({ length: 9 }, (_, i) => level(i + 1)).join('')
const brokenFont = Buffer.from('OTTO\0\x0ffont that is none', 'latin1').toString('base64')

/** What runs, fetches, grows without end or is cut short. */
const evil = fc.constantFrom(
  '<script>alert(1)</script>',
  '<script xlink:href="https://evil.example/x.js"/>',
  '<path onload="alert(1)" d="M0 0"/>',
  '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
  '<style>@import "https://evil.example/x.css";</style>',
  `<style>@font-face{font-family:x;src:url(data:font/otf;base64,${brokenFont})}</style>`,
  '<image href="https://evil.example/x.png"/>',
  '<image href="data:image/png;base64,AAAA"/>',
  '<text>&who;</text>',
  '<g id="a"><use href="#a"/></g>',
  `<g id="l0"/>${laughs}`,
  '<g>'.repeat(10_000),
  `${'<g>'.repeat(10_000)}${'</g>'.repeat(10_000)}`,
  '<path d="M0 0L9 9" stroke="red"/>'.repeat(20_000),
  `<style>${'.a{fill:red}'.repeat(50_000)}</style>`,
  '<a b="1" b="2"/>',
  '\0\ud800',
)
const doctype = fc.constantFrom(
  '',
  '',
  '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
  '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
  '<!DOCTYPE svg SYSTEM "https://evil.example/svg.dtd">',
  '<?xml-stylesheet href="https://evil.example/x.css"?>',
)

/** SVG with scripts, entities, references outside, bombs and nonsense. */
export const hostileSvg: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(
        doctype,
        fc.array(fc.oneof({ weight: 12, arbitrary: part }, { weight: 6, arbitrary: sound }, evil), {
          maxLength: 8,
        }),
      )
      .map(
        ([head, parts]) =>
          `${head}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 85 54">${parts.join('')}</svg>`,
      ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 200 }) },
)

/** Zeros from end to end: kilobytes that unpack to what a whole machine would notice. */
const bomb = (megabytes: number): Buffer => deflateSync(Buffer.alloc(megabytes * 1_000_000))
const withData = (data: Uint8Array, size: { width: number; height: number }): Buffer => {
  const sound = png({ ...size, raster: Buffer.alloc(1) })
  const at = sound.indexOf('IDAT') - 4
  const end = sound.subarray(sound.indexOf('IEND') - 4)
  return Buffer.concat([sound.subarray(0, at), chunk('IDAT', data), end])
}

const originals = [
  png({ width: 9, height: 9 }),
  png({ width: 400, height: 300, more: [chunk('tEXt', Buffer.alloc(1_000))] }),
  jpeg({ more: [exif(1)] }),
  jpeg({ more: Array.from({ length: 20 }, () => segment(0xfe, Buffer.alloc(60_000))) }),
]
const bombs = [
  png({ width: 20_000, height: 10_000 }), // two hundred megapixels, whole
  png({ width: 0xffff_ffff, height: 0xffff_ffff, raster: Buffer.alloc(9) }),
  png({ width: 0, height: 7, raster: Buffer.alloc(7) }),
  png({ width: 8_000, height: 5_000 }), // as much as is taken
  withData(bomb(500), { width: 8_000, height: 5_000 }),
  withData(bomb(500), { width: 9, height: 9 }),
  Buffer.alloc(10 * 1_024 * 1_024 + 1, 0x89),
  Buffer.from('GIF89a'),
  Buffer.alloc(0),
]

/** PNG and JPEG that were damaged, cut short, lie about their size or unpack without end. */
export const hostilePicture: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .record({
        original: fc.constantFrom(...originals),
        keptShare: fc.constantFrom(1, 1, 1, 0.5, 0.1),
        changes: fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 255 })), { maxLength: 6 }),
      })
      .map(({ original, keptShare, changes }) => {
        const bytes = Buffer.from(original).subarray(0, Math.ceil(original.length * keptShare))
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        return bytes
      }),
  },
  { weight: 2, arbitrary: fc.constantFrom(...bombs) },
)
