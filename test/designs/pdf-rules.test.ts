import { expect, test } from 'vitest'
import { srgbProfile } from '../../card-designs/engine/srgb-profile.ts'
import { cardTemplates } from '../../card-designs/templates/templates.ts'
import { cardsPdf, designWith, sampleCards } from './support/cards.ts'
import { brokenRules } from './support/pdf-rules.ts'
import { run, withFile } from './support/raster.ts'

const cards = sampleCards(2)

test.each(Object.entries(cardTemplates))(
  'the file of %s keeps every rule of preflight',
  async (_, design) => {
    const pdf = await cardsPdf(design, cards)
    expect(brokenRules(pdf)).toEqual([])
    withFile(pdf, 'cards.pdf', (path) => run('qpdf', '--check', path))
  },
)

test('what breaks a rule is seen', async () => {
  const foil = designWith(
    {
      type: 'rect',
      id: 'foil',
      box: { xUm: 9_000, yUm: 9_000, widthUm: 9_000, heightUm: 9_000 },
      fill: { kind: 'spot', ink: 'foil', tint: 100 },
    },
    {
      type: 'text',
      id: 'name',
      text: '{{cardNumber}}',
      xUm: 20_000,
      baselineUm: 30_000,
      widthUm: 50_000,
      face: 'sans',
      sizeUm: 3_000,
      paint: '#000000',
      align: 'left',
      fit: { kind: 'fixed' },
    },
  )
  const sound = (await cardsPdf(foil, cards)).toString('latin1')
  expect(brokenRules(Buffer.from(sound, 'latin1'))).toEqual([])
  // Words of the same length, so that every object stays where the file says it is.
  const breaks = {
    '/FontFile': '/FontFilx',
    '/ToUnicode': '/ToUnicodx',
    '/CIDFontType': '/CIDFontTypx',
    '/TrimBox': '/TrimBax',
    '/OutputIntents': '/OutputIntentz',
    '/Metadata ': '/Metadatx ',
    '/Lang': '/JS  ',
    '/BBox': '/F   ',
    '/FlateDecode': '/FlateDecodx',
    '/ca 1': '/ca 0',
    '/CA 1': '/BM 1',
  }
  const seen = Object.entries(breaks).map(([from, to]) => {
    expect(sound, from).toContain(from)
    return brokenRules(Buffer.from(sound.replaceAll(from, to), 'latin1'))
  })
  expect(seen.map(([first]) => first)).toEqual([
    'every font is embedded, as a subset',
    'every font says which characters its glyphs are',
    'only composite fonts with codes of their own',
    'every page says where it is trimmed, within its bleed, within its medium',
    'there is one output intent, with its profile',
    'there is metadata, not deflated',
    'it says its title and language',
    'nothing comes from outside',
    'no filter that a printer may lack',
    'nothing shines through where there are plates of their own',
    'nothing shines through where there are plates of their own',
  ])
  expect(seen[6]).toContain('nothing runs, opens or is attached')
  expect(seen[10]).toContain('no blending and no soft masks in graphics states')
})

test('a title is written as it reads, whatever signs it has', async () => {
  const title = '金 & <silver>'
  const design = { ...designWith(), name: { 'zh-CN': title, en: title } }
  const xmp = withFile(await cardsPdf(design, cards), 'cards.pdf', (path) => run('pdfinfo', '-meta', path))
  expect(xmp).toContain('金 &amp; &lt;silver&gt;')
})

test('every tag of the colour profile lies within it, and its white is the sum of its primaries', () => {
  const profile = Buffer.from(srgbProfile())
  expect([profile.readUInt32BE(0), profile.toString('latin1', 36, 40)]).toEqual([profile.length, 'acsp'])
  const tags = Array.from({ length: profile.readUInt32BE(128) }, (_, i) => {
    const [at, size] = [profile.readUInt32BE(136 + i * 12), profile.readUInt32BE(140 + i * 12)]
    expect(at + size).toBeLessThanOrEqual(profile.length)
    return [profile.toString('latin1', 132 + i * 12, 136 + i * 12), at] as const
  })
  const places = Object.fromEntries(tags)
  const xyz = (name: string) =>
    [8, 12, 16].map((by) => profile.readInt32BE((places[name] ?? 0) + by) / 65_536)
  const sum = [0, 1, 2].map((i) =>
    ['rXYZ', 'gXYZ', 'bXYZ'].reduce((all, name) => all + (xyz(name)[i] ?? 0), 0),
  )
  xyz('wtpt').forEach((part, i) => expect(sum[i]).toBeCloseTo(part, 3))
})
