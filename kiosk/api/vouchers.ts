import type { Static } from 'typebox'
import type * as schema from '../../server/vouchers/schema.ts'
import { read, write } from './route.ts'

export type VoucherWithLife = schema.VoucherWithLife
export type FoundVoucher = schema.FoundVoucher

export const getVouchers = read<Static<typeof schema.MemberVouchers>>()('/api/v1/members/:memberId/vouchers')
export const getBenefits = read<Static<typeof schema.Benefits>>()('/api/v1/members/:memberId/benefits')
export const lookUpVoucher = write<{ code: string }, FoundVoucher>()('POST', '/api/v1/vouchers/look-up')
export const recordBenefitUse = write<Static<typeof schema.UseVoucher>, schema.VoucherAfter>()(
  'POST',
  '/api/v1/vouchers/use',
)
export const giveVoucherBack = write<undefined, schema.VoucherAfter>()(
  'POST',
  '/api/v1/vouchers/:voucherId/give-back',
)
export const voidVoucher = write<{ reason: string }, schema.VoucherAfter>()(
  'POST',
  '/api/v1/vouchers/:voucherId/void',
)
