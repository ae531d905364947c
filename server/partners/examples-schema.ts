/** What the API's document shows: coffee next door that earns points, is paid with points, and is cancelled. */

const EARNED = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a50'
const HAPPENED = '2026-11-20T10:30:00+08:00'

export const earn = {
  cardNumber: '9156070000000017',
  reference: 'CAFE-20261120-117',
  happenedAt: HAPPENED,
  amountFen: 5_000,
}
export const burn = {
  tap: 'https://card.example/t#b=0001&p=EF963FF7828658A599F3041510671E88&m=94EED9EE65337086',
  pin: '135790',
  reference: 'CAFE-20261120-118',
  points: 100,
}
export const cancel = { reference: 'CAFE-20261120-117' }
export const written = {
  entryId: EARNED,
  number: 42,
  kind: 'earn',
  reference: 'CAFE-20261120-117',
  points: 5,
  fen: 100,
  month: '2026-11',
  finalAt: '2026-11-27T02:30:00.000Z',
}
