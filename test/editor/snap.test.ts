import { expect, test } from 'vitest'
import { snap, type SnapField } from '../../kiosk/office/designs/editor/model/snap.ts'

const field: SnapField = { safeUm: 2_500, others: [], guides: [], gridUm: 0, reachUm: 300 }
const box = (xUm: number, yUm: number) => ({ xUm, yUm, widthUm: 10_000, heightUm: 10_000 })

test('an edge near the safe area comes onto it, and the line is shown', () => {
  expect(snap(box(2_700, 20_000), field)).toEqual({ xUm: -200, yUm: 0, lines: [{ axis: 'x', atUm: 2_500 }] })
})

test('the centre of the card draws the centre of an element', () => {
  expect(snap(box(37_750, 21_900), field)).toMatchObject({ xUm: 50, yUm: 90 })
})

test('the nearest of several lines wins', () => {
  const others = [{ xUm: 2_750, yUm: 40_000, widthUm: 100, heightUm: 100 }]
  expect(snap(box(2_700, 12_000), { ...field, others }).xUm).toBe(50)
})

test('guides draw along their own axis only', () => {
  const guides = [{ axis: 'y' as const, atUm: 12_100 }]
  expect(snap(box(12_000, 12_000), { ...field, guides })).toMatchObject({ xUm: 0, yUm: 100 })
})

test('where nothing is near, the grid holds; without grid nothing does', () => {
  expect(snap(box(12_130, 12_260), { ...field, gridUm: 500 })).toEqual({ xUm: -130, yUm: 240, lines: [] })
  expect(snap(box(12_130, 12_260), field)).toEqual({ xUm: 0, yUm: 0, lines: [] })
})

test('an edge that is not moved does not snap', () => {
  expect(snap(box(2_700, 20_000), field, { x: ['end'], y: [] }).xUm).toBe(0)
})
