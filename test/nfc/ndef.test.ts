import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex, unhex } from '../../hardware/nfc/bytes.ts'
import { decodeUriFile, encodeSunFile, encodeUriFile } from '../../hardware/nfc/ndef.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { channelTo, VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { uid } from './cards.ts'

const uris = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'https://www.', 'http://www.', 'tel:', ''),
    fc.stringMatching(/^[\x21-\x7e]{0,230}$/),
  )
  .map(([prefix, rest]) => prefix + rest)

test('a URI record reads back as it was written', () => {
  fc.assert(
    fc.property(uris, (uri) => {
      expect(decodeUriFile(encodeUriFile(uri))).toBe(uri)
    }),
  )
})

test('a URI record has the bytes of the NFC Forum format', () => {
  expect(hex(encodeUriFile('https://www.nxp.com'))).toBe(
    '000CD101085502' + Buffer.from('nxp.com').toString('hex').toUpperCase(),
  )
})

test('a URI survives the card, however long it is', async () => {
  await fc.assert(
    fc.asyncProperty(uris, async (uri) => {
      const file = encodeUriFile(uri)
      const blank = VirtualNtag424.blank(uid).toJSON()
      const data = hex(file).padEnd(512, '5')
      const card = VirtualNtag424.fromJson({
        ...blank,
        files: { ...blank.files, 2: { ...blank.files[2], data } },
      })
      expect(await readTap(channelTo(card))).toBe(uri)
    }),
    {
      numRuns: 60,
      examples: [120, 121, 122, 230].map((length): [string] => [`https://${'x'.repeat(length)}`]),
    },
  )
})

test('a file that is cut short, empty, or no URI is not read as one', () => {
  const file = encodeUriFile('https://cards.example.com')
  const other = [...file.keys()].slice(0, 6).map((index) => file.with(index, (file[index] ?? 0) ^ 0x20))
  for (const wrong of [new Uint8Array(), new Uint8Array(256), file.slice(0, -1), unhex('0000'), ...other])
    expect(decodeUriFile(wrong)).toBeUndefined()
})

test('an address that is none, has an empty fragment or two, or fits no single write is refused', () => {
  for (const base of [
    'cards.example.com',
    'ftp://x.example',
    'https://x.example/#',
    'https://x.example/#a#b',
    'https://x.example/ä',
    'https://',
  ])
    expect(() => encodeSunFile(base)).toThrow(RangeError)
  expect(() => encodeSunFile(`https://x.example/${'y'.repeat(180)}`)).toThrow(RangeError)
})
