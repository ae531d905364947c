import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAmount, readItems, readMoment, readPoints } from '../../server/imports/cells.ts'

test.each([
  ['1,234.50', 123_450n],
  ['¥1,234.50', 123_450n],
  ['￥１，２３４．５０', 123_450n],
  ['1234.5元', 123_450n],
  ['CNY 12', 1_200n],
  ['$11.77', 1_177n],
  ['0', 0n],
  ['12.3400', 1_234n],
  [' 8 ', 800n],
])('%s is an amount', (cell, fen) => {
  expect(readAmount(cell, 100)).toBe(fen)
})

test.each([
  ['-5.00', 'amount-negative'],
  ['(5.00)', 'amount-negative'],
  ['-¥5', 'amount-negative'],
  ['1.234,50', 'amount-invalid'],
  ['12,34.5', 'amount-invalid'],
  ['12.345', 'amount-invalid'],
  ['一百', 'amount-invalid'],
  ['=1+1', 'amount-invalid'],
  ['1e3', 'amount-invalid'],
  ['99999999999999', 'amount-too-large'],
])('%s is refused as %s', (cell, why) => {
  expect(readAmount(cell, 100)).toBe(why)
})

test('dollars become fen by what one is worth, rounded half up; fen are fen', () => {
  expect(readAmount('11.77', 720)).toBe(8_474n) // 8474.4
  expect(readAmount('0.05', 110)).toBe(6n) // 5.5
  expect(readAmount('1234', 1)).toBe(1_234n)
})

test('every amount of yuan comes back as it was written, with or without groups', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 99_999_999_999n), (fen) => {
      const yuan = (fen / 100n).toString()
      const part = (fen % 100n).toString().padStart(2, '0')
      const grouped = yuan.replace(/\B(?=(\d{3})+$)/g, ',')
      expect(readAmount(`${yuan}.${part}`, 100)).toBe(fen)
      expect(readAmount(`¥${grouped}.${part}`, 100)).toBe(fen)
    }),
  )
})

const read = (cell: string, dateOrder: 'ymd' | 'dmy' | 'mdy' = 'ymd', isFrom1904 = false) => {
  const moment = readMoment(cell, { dateOrder, isFrom1904 })
  return moment instanceof Date ? moment.toISOString() : moment
}

test.each([
  ['19970101', '1996-12-31T16:00:00.000Z'],
  ['2024-05-01', '2024-04-30T16:00:00.000Z'],
  ['2024/5/1', '2024-04-30T16:00:00.000Z'],
  ['2024.5.1', '2024-04-30T16:00:00.000Z'],
  ['2024年5月1日', '2024-04-30T16:00:00.000Z'],
  ['2024-05-01 18:30', '2024-05-01T10:30:00.000Z'],
  ['2024年5月1日 18:30:05', '2024-05-01T10:30:05.000Z'],
  ['2024-05-01T18:30:00', '2024-05-01T10:30:00.000Z'],
  ['2024-05-01T18:30:00Z', '2024-05-01T18:30:00.000Z'],
  ['2024/5/1 6:30 PM', '2024-05-01T10:30:00.000Z'],
  ['35431', '1996-12-31T16:00:00.000Z'],
  ['45413.75', '2024-05-01T10:00:00.000Z'],
])('%s is a moment in the shop’s zone', (cell, moment) => {
  expect(read(cell)).toBe(moment)
})

test('the order of day and month is a person’s choice, a year in front needs none', () => {
  expect(read('03/04/2024', 'dmy')).toBe('2024-04-02T16:00:00.000Z')
  expect(read('03/04/2024', 'mdy')).toBe('2024-03-03T16:00:00.000Z')
  expect(read('2024-05-01', 'mdy')).toBe('2024-04-30T16:00:00.000Z')
})

test('a workbook from 1904 counts its days from there', () => {
  expect(read('43951', 'ymd', true)).toBe('2024-04-30T16:00:00.000Z')
})

test.each([
  '2024-13-01',
  '2023-02-29',
  '20240230',
  '31/05/2024x',
  'gestern',
  '',
  '2024',
  '12345678901',
  '2024-05-01 25:00',
])('%s is no date', (cell) => {
  expect(read(cell)).toBe('date-invalid')
})

test('points and items are whole numbers', () => {
  expect(readPoints('1,200 分')).toBe(1_200n)
  expect(readPoints('5.00')).toBe(5n)
  expect(readPoints('-5')).toBe('points-invalid')
  expect(readPoints('5.5')).toBe('points-invalid')
  expect(readItems('3')).toBe(3)
  expect(readItems('0')).toBe('items-invalid')
  expect(readItems('1000')).toBe('items-invalid')
})
