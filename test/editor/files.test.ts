import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { unpackWoff as unpackInNode } from '../../card-designs/fonts/woff.ts'
import { plainBackground } from '../../kiosk/office/capture/plain-background.ts'
import { unpackWoff } from '../../kiosk/office/designs/editor/painting/unpack-woff.ts'

test('a browser unpacks the typefaces into the very bytes that print uses', async () => {
  const packed = readFileSync(
    createRequire(import.meta.url).resolve(
      '@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-500-normal.woff',
    ),
  )
  const here = await unpackWoff(new Uint8Array(packed))
  expect(Buffer.compare(here, unpackInNode(packed))).toBe(0)
})

const pixelsOf = (rows: string[], colours: Record<string, readonly [number, number, number]>) => {
  const data = new Uint8ClampedArray(
    rows.flatMap((row) => row.split('').flatMap((letter) => [...(colours[letter] ?? [0, 0, 0]), 255])),
  )
  return { width: rows[0]?.length ?? 0, height: rows.length, data }
}

test('an even wall takes one colour around a person; the same colour inside the person stays', () => {
  const rows = ['wwvwww', 'vwpppw', 'wwpwpw', 'wvpppw']
  const picture = pixelsOf(rows, { w: [180, 185, 190], v: [184, 188, 193], p: [90, 60, 50] })
  plainBackground(picture, [255, 255, 255])
  const isWhite = (x: number, y: number) => picture.data[(y * 6 + x) * 4] === 255
  expect(
    rows.map((row, y) =>
      row
        .split('')
        .map((_, x) => (isWhite(x, y) ? '.' : '#'))
        .join(''),
    ),
  ).toEqual(['......', '..###.', '..###.', '..###.'])
})
