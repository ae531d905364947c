/** What the API's document shows: an umbrella for 300 points, set aside at a till and handed over. */

const PLACE = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a30'
const UMBRELLA = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a31'
const STYLING = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a32'
const REDEMPTION = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a33'
const SLOT = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a34'

export const gifts = {
  gifts: [
    {
      id: UMBRELLA,
      nameZh: '晴雨伞',
      nameEn: 'Umbrella',
      picture: 'umbrella',
      pricePoints: 300,
      kind: 'goods',
      voucher: null,
    },
    {
      id: '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a35',
      nameZh: '50 元代金券',
      nameEn: '¥50 voucher',
      picture: 'coupon',
      pricePoints: 500,
      kind: 'coupon',
      voucher: {
        value: { kind: 'amount', fen: 5_000 },
        minimumFen: 20_000,
        validDays: 90,
        keepsChange: false,
      },
    },
  ],
}
export const freeSlots = {
  slots: [
    {
      id: SLOT,
      giftId: STYLING,
      startsAt: '2026-11-21T06:00:00.000Z',
      endsAt: '2026-11-21T06:30:00.000Z',
      capacity: 2,
      taken: 1,
    },
  ],
}
export const redeemAtCounter = {
  tap: 'https://card.example/t#b=0001&p=EF963FF7828658A599F3041510671E88&m=94EED9EE65337086',
  pin: '135790',
  placeId: PLACE,
  giftId: UMBRELLA,
}
export const heldGift = {
  redemptionId: REDEMPTION,
  giftId: UMBRELLA,
  points: 300,
  pickUpCode: '482913',
  expiresAt: '2026-11-20T10:45:00.000Z',
}
export const handOver = { pickUpCode: '482913' }
export const redemptionEnded = { redemptionId: REDEMPTION, state: 'settled' }
