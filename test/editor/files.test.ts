import { expect, test } from 'vitest'
import { plainBackground } from '../../kiosk/office/capture/plain-background.ts'

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
