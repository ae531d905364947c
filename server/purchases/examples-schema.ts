/** What the API's document shows: one member's scarf, from the price to its return. */

const COUNTER = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a10'
const PURCHASE = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a11'
const CARD = '9156070000000017'
const SOLD = '2026-11-20T18:30:00+08:00'
const TOKEN = 'eyJpZCI6Ii4uLiJ9.c2lnbmF0dXJl'

const line = {
  description: 'Scarf',
  unitPriceFen: 50_000,
  quantity: 2,
  isSpecialPrice: false,
  category: 'accessories',
}
const level = { code: 'gold', nameZh: 'VIP 金卡', nameEn: 'VIP Gold' }
const pricedLine = {
  ...line,
  tagFen: 100_000,
  payFen: 88_000,
  steps: [
    {
      kind: 'tag-price',
      words: { zh: '吊牌价 ¥500.00 × 2 = ¥1000.00', en: 'Tag price ¥500.00 × 2 = ¥1000.00' },
    },
    { kind: 'card-discount', words: { zh: '会员 8.8 折：¥880.00', en: 'Card pays 88 %: ¥880.00' } },
  ],
}
const pointsWords = {
  zh: '实付 ¥880.00，每满 10 元积 1 分，共 88 分',
  en: '¥880.00 paid, 1 point for each full 10 yuan: 88 points',
}

export const askQuote = { cardNumber: CARD, counterId: COUNTER, lines: [line] }
export const quote = {
  level,
  lines: [pricedLine],
  tagFen: 100_000,
  payFen: 88_000,
  savedFen: 12_000,
  points: 88,
  pointsWords,
  token: TOKEN,
  expiresAt: '2026-11-20T10:40:00.000Z',
}
export const newPurchase = {
  cardNumber: CARD,
  counterId: COUNTER,
  receiptNumber: '20261120-0042',
  soldAt: SOLD,
  paidFen: 88_000,
  lines: [line],
  quote: TOKEN,
}
export const purchase = {
  id: PURCHASE,
  counterId: COUNTER,
  receiptNumber: '20261120-0042',
  soldAt: '2026-11-20T10:30:00.000Z',
  lines: [pricedLine],
  payFen: 88_000,
  paidFen: 88_000,
  points: 88,
  pointsWords,
  reachedLevel: null,
  returns: [],
}
export const newReturn = { returnedAt: '2026-11-22T11:00:00+08:00', lines: [{ line: 1, quantity: 1 }] }
export const returned = {
  purchaseId: PURCHASE,
  lines: [{ line: 1, quantity: 1 }],
  refundFen: 44_000,
  pointsTaken: 44,
  pointsOwed: 0,
  pointsExpired: 0,
  pointsLeft: 44,
  returnedAt: '2026-11-22T03:00:00.000Z',
  words: {
    zh: '退款 ¥440.00，收回 44 分，这张小票还有 44 分',
    en: '¥440.00 back, 44 points taken back; 44 points stay for this receipt',
  },
}
export const cardStanding = {
  card: '9156 •••• •••• 0017',
  level,
  ratePerMille: 880,
  balance: { masked: true, shape: '•••' },
}
