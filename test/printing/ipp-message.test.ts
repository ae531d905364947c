import { expect, test } from 'vitest'
import fc from 'fast-check'
import { decodeIpp, encodeIpp, groupTags, valueTags } from '../../hardware/printing/ipp-message.ts'

const text = (value: string): string => Buffer.from(value).toString('hex')
const bytes = (...parts: string[]): Buffer => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex')

const printer = 'ipp://printer.example.com/ipp/print/pinetree'
const charset = ['47 0012', text('attributes-charset'), '0005', text('utf-8')]
const language = ['48 001b', text('attributes-natural-language'), '0005', text('en-us')]

/** RFC 8010 Appendix A.1, without its document. */
const printJobRequest = bytes(
  '0101 0002 00000001 01',
  ...charset,
  ...language,
  '45 000b',
  text('printer-uri'),
  '002c',
  text(printer),
  '42 0008',
  text('job-name'),
  '0006',
  text('foobar'),
  '22 0016',
  text('ipp-attribute-fidelity'),
  '0001 01',
  '02 21 0006',
  text('copies'),
  '0004 00000014',
  '44 0005',
  text('sides'),
  '0013',
  text('two-sided-long-edge'),
  '03',
)

/** RFC 8010 Appendix A.2. */
const printJobAnswer = bytes(
  '0101 0000 00000001 01',
  ...charset,
  ...language,
  '41 000e',
  text('status-message'),
  '000d',
  text('successful-ok'),
  '02 21 0006',
  text('job-id'),
  '0004 00000093',
  '45 0007',
  text('job-uri'),
  '0030',
  text(`${printer}/147`),
  '23 0009',
  text('job-state'),
  '0004 00000003',
  '03',
)

const common = [
  { tag: valueTags.charset, name: 'attributes-charset', values: ['utf-8'] },
  { tag: valueTags.naturalLanguage, name: 'attributes-natural-language', values: ['en-us'] },
]

test("writes the standard's own Print-Job request byte for byte", () => {
  const request = encodeIpp({
    code: 0x0002,
    requestId: 1,
    groups: [
      {
        tag: groupTags.operation,
        attributes: [
          ...common,
          { tag: valueTags.uri, name: 'printer-uri', values: [printer] },
          { tag: valueTags.name, name: 'job-name', values: ['foobar'] },
          { tag: valueTags.boolean, name: 'ipp-attribute-fidelity', values: [true] },
        ],
      },
      {
        tag: groupTags.job,
        attributes: [
          { tag: valueTags.integer, name: 'copies', values: [20] },
          { tag: valueTags.keyword, name: 'sides', values: ['two-sided-long-edge'] },
        ],
      },
    ],
  })
  expect(Buffer.from(request).toString('hex')).toBe(printJobRequest.toString('hex'))
})

test("reads the standard's own answer to it", () => {
  const { code, requestId, groups } = decodeIpp(printJobAnswer)
  expect([code, requestId]).toEqual([0, 1])
  expect(groups.map(({ tag }) => tag)).toEqual([groupTags.operation, groupTags.job])
  expect(groups[1]?.attributes.map(({ name, values }) => [name, ...values])).toEqual([
    ['job-id', 147],
    ['job-uri', `${printer}/147`],
    ['job-state', 3],
  ])
})

test('reads sets, passes over collections in collections, and has null for what is unknown', () => {
  const media = `44 0005 ${text('media')} 0002 ${text('a4')} 44 0000 0002 ${text('a5')}`
  // A collection with a collection in it (RFC 8010 §3.1.6), then attributes after it.
  const member = `4a 0000 0001 ${text('m')}`
  const inner = `34 0000 0000 ${member} 21 0000 0004 00000001 37 0000 0000`
  const collection = `34 0003 ${text('col')} 0000 ${member} ${inner} 37 0000 0000`
  const others = `13 0002 ${text('at')} 0000 35 0001 ${text('t')} 0008 0002 ${text('de')} 0002 ${text('ja')}`
  const answer = bytes('0101 0000 00000007 04', media, collection, others, '03')
  expect(decodeIpp(answer).groups[0]?.attributes.map(({ name, values }) => [name, ...values])).toEqual([
    ['media', 'a4', 'a5'],
    ['col', null],
    ['at', null],
    ['t', 'ja'],
  ])
})

test('refuses every message that is cut off, and reads no byte that is not there', () => {
  for (let length = 0; length < printJobAnswer.length; length += 1)
    expect(() => decodeIpp(printJobAnswer.subarray(0, length))).toThrow(RangeError)
})

test('any bytes are read or refused, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (noise) => {
      try {
        decodeIpp(Buffer.concat([bytes('0101 0000 00000001'), noise]))
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
      }
    }),
    { numRuns: 500 },
  )
})
