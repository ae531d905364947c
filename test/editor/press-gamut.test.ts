import { expect, test } from 'vitest'
import { inksOf, isPrintable } from '../../kiosk/office/designs/editor/model/press-gamut.ts'

test.each(['#FFFFFF', '#000000', '#1B1A17', '#B08D57', '#9E2A2B', '#808080', '#F0DFB4', '#2F6B5E'])(
  '%s is a colour that a press prints',
  (hex) => expect(isPrintable(hex)).toBe(true),
)

test.each(['#00FF00', '#0000FF', '#FF00FF', '#00FFFF', '#39FF14'])('%s shines only on a screen', (hex) =>
  expect(isPrintable(hex)).toBe(false),
)

test('black is written in black ink alone, red in yellow and magenta', () => {
  expect(inksOf('#000000')).toEqual({ c: 0, m: 0, y: 0, k: 100 })
  expect(inksOf('#FF0000')).toEqual({ c: 0, m: 100, y: 100, k: 0 })
})

test('a colour given in inks stays what it is', () => {
  expect(inksOf({ kind: 'cmyk', c: 100, m: 3, y: 0, k: 7 })).toEqual({ c: 100, m: 3, y: 0, k: 7 })
  expect(isPrintable({ kind: 'cmyk', c: 100, m: 0, y: 0, k: 0 })).toBe(true)
})
