import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readPicture } from '../../server/pictures/index.ts'
import type { Asset, Saved, Version } from '../../server/designs/schema.ts'
import { readArtwork } from '../../server/designs/svg-artwork.ts'
import { SvgError } from '../../server/designs/svg-tree.ts'
import { signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { chunk, exif, jpeg, png, segment } from './pictures.ts'

const refused = async (bytes: Buffer) => {
  const read = await readPicture(bytes)
  return read.ok ? 'taken' : read.reason
}

describe('a PNG', () => {
  test('is kept as it looks, without what its file says beside', async () => {
    const secret = 'Shot by Wang Xiaoming at 31.23,121.47'
    const more = [chunk('tEXt', Buffer.from(`Author\0${secret}`)), chunk('eXIf', Buffer.from(secret))]
    const read = await readPicture(png({ width: 30, height: 20, more }))
    expect(read).toMatchObject({ ok: true, value: { mediaType: 'image/png', widthPx: 30, heightPx: 20 } })
    expect(read.ok && read.value.bytes).toEqual(png({ width: 30, height: 20 }))
  })

  test('of 200 megapixels is refused from its head, whatever its data are', async () => {
    const begun = performance.now()
    expect(await refused(png({ width: 20_000, height: 10_000, raster: Buffer.alloc(1) }))).toBe(
      'asset-too-large',
    )
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test('that unpacks to more than its head says is a bomb, and to less is damaged', async () => {
    expect(await refused(png({ width: 10, height: 10, raster: Buffer.alloc(50_000_000) }))).toBe(
      'asset-unreadable',
    )
    expect(await refused(png({ width: 10, height: 10, raster: Buffer.alloc(109) }))).toBe('asset-unreadable')
  })
})

describe('a JPEG', () => {
  test('is kept without EXIF, comments and whatever follows its end', async () => {
    const more = [exif(1), segment(0xfe, Buffer.from('a comment')), segment(0xe2, Buffer.from('ICC_PROFILE'))]
    const read = await readPicture(jpeg({ more, after: '<script>alert(1)</script>' }))
    expect(read).toMatchObject({ ok: true, value: { mediaType: 'image/jpeg', widthPx: 1, heightPx: 1 } })
    expect(read.ok && read.value.bytes).toEqual(jpeg())
  })

  test('that is stored turned is refused, because it would lie on its side', async () => {
    expect(await refused(jpeg({ more: [exif(6)] }))).toBe('asset-turned')
  })
})

test.each([
  ['nothing', ''],
  ['a GIF', 'GIF89a\u0001\u0000\u0001\u0000'],
  ['an SVG under a false name', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a page', '<!doctype html><script>1</script>'],
  ['a PDF', '%PDF-1.7\n1 0 obj<</Type/ObjStm/Filter[/FlateDecode/FlateDecode]>>stream\n'],
  ['a typeface', 'OTTO\u0000\u0001'],
  ['a typeface for the web', 'wOFF\u0000\u0001'],
])('%s is no picture', async (_, content) => {
  expect(await refused(Buffer.from(content, 'latin1'))).toBe('asset-unreadable')
})

test('a picture that was damaged anywhere is read or refused, and nothing throws', async () => {
  const originals = [png({ width: 9, height: 9 }), jpeg({ more: [exif(1)] })]
  const damage = fc.record({
    original: fc.constantFrom(...originals),
    cut: fc.nat({ max: 400 }),
    changes: fc.array(fc.tuple(fc.nat({ max: 400 }), fc.nat({ max: 255 })), { maxLength: 6 }),
  })
  await fc.assert(
    fc.asyncProperty(damage, async ({ original, cut, changes }) => {
      const bytes = Buffer.from(original).subarray(
        0,
        Math.max(4, original.length - (cut % 8 === 0 ? cut : 0)),
      )
      for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
      expect(['taken', 'asset-unreadable', 'asset-too-large', 'asset-turned']).toContain(await refused(bytes))
    }),
    { numRuns: 500, seed: 20_261_122 },
  )
})

const svg = (content: string, head = 'viewBox="0 0 100 50"') =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${head}>${content}</svg>`
/** A group that uses the one before it ten times. */
const level = (n: number) => `<g id="l${n}">${`<use href="#l${n - 1}"/>`.repeat(10)}</g>`
const faultOf = (text: string) => {
  try {
    readArtwork(text)
    return 'taken'
  } catch (error) {
    if (error instanceof SvgError) return error.reason
    throw error
  }
}

describe('an SVG', () => {
  test('becomes shapes in micrometres, in its own size where that is a card’s', () => {
    const art = readArtwork(
      svg(
        '<rect x="10" y="5" width="20" height="10" fill="#c00"/>',
        'width="50mm" height="25mm" viewBox="0 0 100 50"',
      ),
    )
    expect(art).toMatchObject({ widthUm: 50_000, heightUm: 25_000, leftOut: [] })
    expect(art.shapes).toEqual([
      { type: 'shape', id: 'artwork-1', d: 'M5000 2500L15000 2500L15000 7500L5000 7500Z', fill: '#CC0000' },
    ])
  })

  test('keeps groups’ transforms, styles, classes, arcs and gradients', () => {
    const { shapes } = readArtwork(
      svg(
        `<style>.a{fill:none;stroke:rgb(0,128,0);stroke-width:2}</style>
         <linearGradient id="g"><stop offset="0" stop-color="gold"/><stop offset="100%" stop-color="#fff"/></linearGradient>
         <g transform="translate(10 0) scale(2)" style="opacity:.5"><path class="a" d="M0 0h10v10"/>
         <path d="M0 0A5 5 0 0 1 5 5z" fill="url(#g)" fill-rule="evenodd"/></g>`,
        'width="50mm" height="25mm" viewBox="0 0 100 50"',
      ),
    )
    const [line, moon] = shapes
    expect(line).toMatchObject({
      d: `M5000 0L15000 0L15000 10000`,
      stroke: { paint: '#008000', widthUm: 2000 },
      opacity: 0.5,
    })
    expect(moon).toMatchObject({
      evenOdd: true,
      fill: {
        kind: 'linear',
        from: [5000, 0],
        stops: [
          [0, '#FFD700'],
          [1, '#FFFFFF'],
        ],
      },
    })
  })

  test('names what it leaves out', () => {
    const text =
      '<text>hello</text><path d="M0 0L9 9" stroke="red"/><image href="data:image/png;base64,AA=="/>'
    expect(readArtwork(svg(text)).leftOut).toEqual(['text', 'image'])
  })

  test('draws what it uses again where it is used, and a symbol in the size that is asked for', () => {
    const { shapes, leftOut } = readArtwork(
      svg(
        `<defs><rect id="r" width="10" height="10" fill="red"/></defs>
         <symbol id="s" viewBox="0 0 2 2"><use xlink:href="#r" transform="scale(.1)"/></symbol>
         <use href="#r" x="20" y="30"/><use href="#s" x="50" width="20" height="20"/><use href="#nothing"/>`,
        'width="50mm" height="25mm" viewBox="0 0 100 50"',
      ),
    )
    expect(shapes.map((shape) => (shape.type === 'shape' ? shape.d : ''))).toEqual([
      'M10000 15000L15000 15000L15000 20000L10000 20000Z',
      'M25000 0L30000 0L30000 5000L25000 5000Z',
    ])
    expect(leftOut).toEqual([])
  })

  test('that uses itself, or makes millions of shapes from a few, is refused in time', () => {
    const begun = performance.now()
    expect(faultOf(svg('<g id="a"><use href="#a"/></g>'))).toBe('too-heavy')
    const laughs = Array.from({ length: 9 }, (_, i) => level(i + 1)).join('')
    expect(faultOf(svg(`<g id="l0"/>${laughs}`))).toBe('too-heavy')
    expect(performance.now() - begun).toBeLessThan(2_000)
  })

  test.each([
    ['active', 'a script', '<script>alert(1)</script>'],
    ['active', 'a handler', '<path onload="alert(1)" d="M0 0"/>'],
    [
      'active',
      'another language',
      '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    ],
    ['active', 'a style that runs', '<path style="width:expression(alert(1))" d="M0 0"/>'],
    ['outside', 'a picture from elsewhere', '<image href="https://evil.example/x.png"/>'],
    ['outside', 'a reference elsewhere', '<use xlink:href="file:///etc/passwd#a"/>'],
    ['outside', 'a paint from elsewhere', '<path d="M0 0L9 9" fill="url(https://evil.example/#a)"/>'],
    ['outside', 'a style that fetches', '<style>@import "https://evil.example/x.css";</style>'],
    ['outside', 'an unknown entity', '<text>&who;</text>'],
    ['damaged', 'an open element', '<g>'],
  ])('is refused as %s with %s', (fault, _, content) => {
    expect(faultOf(svg(content))).toBe(fault)
  })

  test('with entities of its own, which could grow without end, is refused', () => {
    const bomb = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + svg('<text>&b;</text>')
    expect(faultOf(bomb)).toBe('outside')
    const plain =
      '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    expect(faultOf(plain + svg('<path d="M0 0L9 9" stroke="red"/>'))).toBe('taken')
  })

  test('that is too deep, too wide or too long is refused', () => {
    expect(faultOf(svg('<g>'.repeat(10_000) + '</g>'.repeat(10_000)))).toBe('too-heavy')
    expect(faultOf(svg('<path d="M0 0L9 9" stroke="red"/>'.repeat(401)))).toBe('too-heavy')
    expect(faultOf(svg(`<path d="M0 0${'L9 9'.repeat(100_000)}" stroke="red"/>`))).toBe('too-heavy')
  })

  test('of random parts is read or refused, and nothing else happens', () => {
    const attribute = fc.constantFrom(
      'd',
      'transform',
      'style',
      'fill',
      'points',
      'x',
      'r',
      'class',
      'href',
      'viewBox',
    )
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'M0 0A1e308 1 0 0 1 5 5',
        'matrix(1e9 0 0 1e9 0 0)',
        'url(#a)',
        'NaN',
        '-1e999',
        'fill:url(#a)',
      ),
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
    )
    const part = fc
      .tuple(name, attribute, value)
      .map(([tag, key, text]) => `<${tag} id="a" ${key}="${text.replaceAll(/[<&"]|\p{Cc}/gu, '')}"/>`)
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(['taken', 'damaged', 'active', 'outside', 'too-heavy']).toContain(faultOf(svg(parts.join(''))))
      }),
      { numRuns: 500, seed: 20_261_122 },
    )
  })
})

describe('at the server', () => {
  let server: TestServer
  let artist: Person
  beforeAll(async () => {
    server = await startTestServer()
    artist = await signIn(server, ['programme-manager'])
  })
  afterAll(() => server.stop())

  const upload = (bytes: Buffer) =>
    artist.client.post<Asset>('/design-assets', { base64: bytes.toString('base64') })

  test('a picture is kept once under its hash, served strictly, and drawn in a design that names it', async () => {
    const { body: asset } = await upload(png({ width: 300, height: 200 }))
    expect((await upload(png({ width: 300, height: 200 }))).body).toEqual(asset)
    const served = await artist.client.get<Buffer>(`/design-assets/${asset.sha256}`)
    expect(Buffer.from(served.body)).toEqual(png({ width: 300, height: 200 }))
    expect(served.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect(served.headers['cache-control']).toContain('immutable')

    const from = { kind: 'template', template: 'gold' }
    await artist.client.post('/designs', { code: 'photo', nameZh: '照片', nameEn: 'Photo', from })
    const { document } = (await artist.client.get<Version>('/designs/photo/versions/1')).body
    const box = { xUm: 5_000, yUm: 5_000, widthUm: 30_000, heightUm: 20_000 }
    const image = { type: 'image', id: 'picture', asset: asset.sha256, box } as const
    const front = { ...document.front, elements: [...document.front.elements, image] }
    const body = { base: { number: 1, revision: 1 }, document: { ...document, front } }
    expect((await artist.client.post<Saved>('/designs/photo/draft', body)).status).toBe(200)
    const version = (await artist.client.get<Version>('/designs/photo/versions/1')).body
    expect(version.assets).toEqual([
      { sha256: asset.sha256, mediaType: 'image/png', widthPx: 300, heightPx: 200 },
    ])
    const painted = await artist.client.get<Buffer>('/designs/photo/versions/1/picture.svg?side=front')
    expect(String(painted.body)).toContain('data:image/png;base64,')
  })

  test('what is no picture is refused with a sentence, and who is not signed in sees none', async () => {
    expect(refusal(await upload(png({ width: 20_000, height: 10_000, raster: Buffer.alloc(9) })))).toEqual([
      422,
      'asset-too-large',
    ])
    expect(refusal(await upload(Buffer.from('<svg/>')))).toEqual([422, 'asset-unreadable'])
    const path = `/design-assets/${'0'.repeat(64)}`
    expect(refusal(await artist.client.get(path))).toEqual([404, 'asset-unknown'])
    expect((await server.client().get(path)).status).toBe(401)
  })

  test('the shapes of an SVG are read for the editor, and a hostile one is refused', async () => {
    const read = await artist.client.post('/design-artwork', { svg: svg('<circle r="9" fill="red"/>') })
    expect(read.body).toMatchObject({ shapes: [{ type: 'shape', fill: '#FF0000' }] })
    const hostile = await artist.client.post('/design-artwork', { svg: svg('<script/>') })
    expect(refusal(hostile)).toEqual([422, 'artwork-active'])
    const empty = await artist.client.post('/design-artwork', { svg: svg('') })
    expect(refusal(empty)).toEqual([422, 'artwork-empty'])
  })

  test('more drawings than the studio has room for are told to come again, and then are drawn', async () => {
    const heavy = { svg: svg('<path d="M0 0L9 9L9 0z" stroke="red"/>'.repeat(399)) }
    const ask = () => artist.client.post('/design-artwork', heavy)
    const answers = await Promise.all(Array.from({ length: 90 }, ask))
    const busy = answers.filter(({ status }) => status === 503)
    expect(busy.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(40)
    expect(new Set(busy.map(refusal).map(String))).toEqual(new Set(['503,designs-busy']))
    expect(busy[0]?.headers).toMatchObject({ 'retry-after': '2' })
    expect(busy[0]?.body).toMatchObject({ title: expect.stringMatching(/Try again|再试/) })
    expect((await ask()).status).toBe(200)
  })
})
