/** What the API's document shows: a voucher of ¥50 as it lies there, and a benefit of a level that is used. */

const VOUCHER = '0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a40'
const CODE = '4Z7K-Q2MD-9XWP'

export const lookUp = { code: CODE }
export const foundVoucher = {
  voucher: {
    id: VOUCHER,
    kind: 'amount',
    nameZh: '50 元代金券',
    nameEn: '¥50 voucher',
    valueFen: 5_000,
    ratePerMille: null,
    minimumFen: 20_000,
    keepsChange: false,
    leftFen: 5_000,
    state: 'open',
    issuedAt: '2026-11-20T10:30:00.000Z',
    expiresAt: '2027-02-18T16:00:00.000Z',
    changes: [
      {
        kind: 'issued',
        fen: 5_000,
        leftFen: 5_000,
        reference: 'redemption:0192f0c4-7a10-7c3e-9d55-2f6f1b7c9a33',
        reason: '',
        recordedAt: '2026-11-20T10:30:00.000Z',
      },
    ],
  },
  memberId: null,
}
export const useVoucher = { code: CODE, cardNumber: '9156070000000017' }
export const voucherAfter = { voucherId: VOUCHER, state: 'used', leftFen: null }
