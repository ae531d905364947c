import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readFace } from '../../card-designs/fonts/load-fonts.ts'
import { openSparse } from '../../kiosk/office/designs/editor/painting/sparse-file.ts'
import {
  openFont,
  openSparseFont,
  OutlineMissing,
} from '../../kiosk/office/designs/editor/painting/sparse-font.ts'

const files = { sans: readFace('sans'), serif: readFace('serif') }
const words = '锦城百货 VIP 9156，（工作证）'
let sent = 0
const server = createServer((request, response) => {
  const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '') ?? []
  const whole = files[request.url?.includes('serif') ? 'serif' : 'sans']
  const knowsRanges = request.url?.startsWith('/parts')
  const part = knowsRanges && from && to ? whole.subarray(Number(from), Number(to) + 1) : whole
  sent += part.length
  response.writeHead(knowsRanges ? 206 : 200, { 'content-range': `bytes ${from}-${to}/${whole.length}` })
  response.end(part)
})
let origin = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const drawn = (font: ReturnType<typeof openFont>) =>
  font.layout(words).glyphs.map(({ id, advanceWidth, path }) => [id, advanceWidth, path.toSVG()])

test.each(['sans', 'serif'] as const)(
  'a typeface (%s) fetched by parts draws a text as the whole file does, for an eighth of its bytes',
  async (face) => {
    sent = 0
    const whole = files[face]
    const { font } = await openSparseFont(await openSparse(`${origin}/parts/${face}`))
    const missing = (() => {
      try {
        return font.layout(words)
      } catch (error) {
        return error
      }
    })()
    if (!(missing instanceof OutlineMissing)) throw new Error('every outline was there already')
    await missing.source.load(words, missing.id)
    expect(drawn(font)).toEqual(drawn(openFont(whole)))
    expect(sent).toBeLessThan(whole.length / 8)
  },
)

test('a server that knows no ranges sends the whole file, once, and it serves', async () => {
  sent = 0
  const { font } = await openSparseFont(await openSparse(`${origin}/whole/sans`))
  expect(font.layout(words).glyphs).toHaveLength(words.length)
  expect(sent).toBe(files.sans.length)
})
