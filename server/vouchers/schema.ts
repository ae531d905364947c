import { Type, type Static } from 'typebox'
import { closed, Fen, Id, Line, Moment, orNull } from '../platform/schema.ts'
import * as examples from './examples-schema.ts'

const Money = Type.Integer({ minimum: 1, maximum: 100_000_000_000 })

/** What a coupon of the catalogue gives: a voucher for so much money, or for a price in per mille. */
export const VoucherTerms = Type.Object(
  {
    value: Type.Union([
      Type.Object({ kind: Type.Literal('amount'), fen: Money }, closed),
      /** 800: 80 % of the price is paid */
      Type.Object(
        { kind: Type.Literal('percent'), ratePerMille: Type.Integer({ minimum: 1, maximum: 999 }) },
        closed,
      ),
    ]),
    /** from so much on, after every other discount */
    minimumFen: Type.Integer({ minimum: 0, maximum: 100_000_000_000 }),
    validDays: Type.Integer({ minimum: 1, maximum: 3_660 }),
    /** of an amount: what a purchase leaves stays on the voucher; else it is gone */
    keepsChange: Type.Boolean(),
  },
  closed,
)
export type VoucherTerms = Static<typeof VoucherTerms>

/** Twelve characters of Crockford's base 32, with hyphens or without, small or large. */
export const VoucherCode = Type.String({ minLength: 12, maxLength: 24, pattern: '^[0-9A-Za-z -]+$' })

const VoucherKind = Type.Union([Type.Literal('amount'), Type.Literal('percent'), Type.Literal('benefit')])
export type VoucherKind = Static<typeof VoucherKind>
const VoucherState = Type.Union([
  Type.Literal('open'),
  Type.Literal('used'),
  Type.Literal('void'),
  Type.Literal('expired'),
])
export type VoucherState = Static<typeof VoucherState>

export const Voucher = Type.Object({
  id: Id,
  /** `benefit`: of the member's level, taken as it is */
  kind: VoucherKind,
  nameZh: Type.String(),
  nameEn: Type.String(),
  valueFen: orNull(Fen),
  ratePerMille: orNull(Type.Integer()),
  minimumFen: Fen,
  keepsChange: Type.Boolean(),
  leftFen: orNull(Fen),
  /** an open one past its time is `expired` */
  state: VoucherState,
  issuedAt: Moment,
  /** the first moment at which it is good no more */
  expiresAt: Moment,
})
export type Voucher = Static<typeof Voucher>

const VoucherChangeKind = Type.Union([
  Type.Literal('issued'),
  Type.Literal('used'),
  Type.Literal('part-used'),
  Type.Literal('given-back'),
  Type.Literal('void'),
  Type.Literal('expired'),
])
export type VoucherChangeKind = Static<typeof VoucherChangeKind>
const VoucherChange = Type.Object({
  kind: VoucherChangeKind,
  fen: orNull(Fen),
  leftFen: orNull(Fen),
  reference: Type.String(),
  reason: Type.String(),
  recordedAt: Moment,
})
export const VoucherWithLife = Type.Object({ ...Voucher.properties, changes: Type.Array(VoucherChange) })
export type VoucherWithLife = Static<typeof VoucherWithLife>

export const MemberParams = Type.Object({ memberId: Id })
export const VoucherParams = Type.Object({ voucherId: Id })
export const MemberVouchers = Type.Object({ vouchers: Type.Array(VoucherWithLife) })
export const LookUp = Type.Object({ code: VoucherCode }, { ...closed, examples: [examples.lookUp] })
/** To staff it names the member, to tills nobody. */
export const FoundVoucher = Type.Object(
  { voucher: VoucherWithLife, memberId: orNull(Id) },
  { examples: [examples.foundVoucher] },
)
export type FoundVoucher = Static<typeof FoundVoucher>
export const UseVoucher = Type.Object(
  { code: VoucherCode, cardNumber: Type.String({ pattern: '^9156[0-9]{12}$' }) },
  { ...closed, examples: [examples.useVoucher] },
)
export const VoidVoucher = Type.Object({ reason: Line(200) }, closed)
export const VoucherAfter = Type.Object(
  {
    voucherId: Id,
    state: VoucherState,
    leftFen: orNull(Fen),
  },
  { examples: [examples.voucherAfter] },
)
export type VoucherAfter = Static<typeof VoucherAfter>

/** A counted benefit of a member's level, in this calendar year of the shop. */
export const Benefit = Type.Object({
  code: Type.String(),
  kind: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  /** null: as often as it comes up, without being counted */
  perYear: orNull(Type.Integer()),
  left: orNull(Type.Integer({ minimum: 0 })),
})
export type Benefit = Static<typeof Benefit>
export const Benefits = Type.Object({ benefits: Type.Array(Benefit) })
export const TakeBenefit = Type.Object({ benefit: Type.String({ minLength: 1, maxLength: 120 }) }, closed)
export const TakenBenefit = Type.Object({ voucherId: Id, left: Type.Integer({ minimum: 0 }) })
export type TakenBenefit = Static<typeof TakenBenefit>
