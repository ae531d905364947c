import type { KeyService } from '../keys/index.ts'
import type { Feature } from '../platform/http/feature.ts'
import type { Platform } from '../platform/platform.ts'
import { voucherExpiry } from './lapsing.ts'
import { voucherRefusals } from './refusals.ts'
import { voucherRoutes } from './routes.ts'

export { benefitsOf, takeBenefit } from './benefits.ts'
export { issueVoucher } from './issuing.ts'
export { lapseVouchers } from './lapsing.ts'
export {
  asCoupon,
  giveBackPart,
  useVoucher,
  voucherPartOf,
  vouchersGivenBack,
  vouchersUsedBy,
  type GivenBack,
  type PaidByVoucher,
} from './paying.ts'
export { CODE_REFUSALS, presentVoucher, STATE_REFUSALS } from './presenting.ts'
export type { VoucherRow } from './queries.ts'
export { ownVouchers } from './reading.ts'
export type { VoucherTerms } from './schema.ts'

export const vouchersFeature = (platform: Platform, keys: KeyService): Feature => ({
  routes: voucherRoutes(platform, keys),
  refusals: voucherRefusals,
  jobs: [voucherExpiry(platform)],
})
