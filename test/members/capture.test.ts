import { expect, test } from 'vitest'
import { inkIn } from '../../kiosk/office/capture/trim.ts'
import { cropOf, pushed, WHOLE } from '../../kiosk/office/capture/crop.ts'

const camera = { width: 1_920, height: 1_080 }
const frame = { width: 600, height: 800 }

test('a photo is cut from the middle, to the shape that the card wants', () => {
  expect(cropOf(camera, frame, WHOLE)).toEqual({ x: 555, y: 0, width: 810, height: 1_080 })
  expect(cropOf({ width: 300, height: 800 }, frame, WHOLE)).toEqual({ x: 0, y: 200, width: 300, height: 400 })
})

test('a photo that is pushed stays under the finger, and never leaves the frame', () => {
  const near = { ...WHOLE, closer: 2 }
  const before = cropOf(camera, frame, near)
  const after = cropOf(camera, frame, pushed(camera, frame, near, { x: 0.1, y: -0.2 }))
  expect(after.x - before.x).toBeCloseTo(-before.width * 0.1)
  expect(after.y - before.y).toBeCloseTo(before.height * 0.2)
  const far = cropOf(camera, frame, pushed(camera, frame, near, { x: 9, y: -9 }))
  expect([far.x, far.y + far.height]).toEqual([0, camera.height])
})

test('a photo without room to move stays where it is', () => {
  expect(pushed(camera, frame, WHOLE, { x: 0, y: 0.5 })).toEqual(WHOLE)
})

test('a signature is cut to its ink', () => {
  const data = new Uint8ClampedArray(8 * 5 * 4)
  for (const [x, y] of [
    [2, 1],
    [5, 3],
  ] as const)
    data[(y * 8 + x) * 4 + 3] = 200
  expect(inkIn({ width: 8, height: 5, data })).toEqual({ x: 2, y: 1, width: 4, height: 3 })
  expect(inkIn({ width: 8, height: 5, data: new Uint8ClampedArray(160) })).toBeUndefined()
})
