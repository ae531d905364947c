import type { Static } from 'typebox'
import type * as schema from '../../server/cards/schema.ts'
import { read, write } from './route.ts'

export const getNumberSchemes = read<Static<typeof schema.NumberSchemes>>()(
  '/api/v1/programmes/:programmeId/number-schemes',
)
export const beginNumberScheme = write<undefined, Static<typeof schema.BegunScheme>>()(
  'POST',
  '/api/v1/programmes/:programmeId/number-schemes',
)
export const getGs1 = read<Static<typeof schema.Gs1>>()('/api/v1/gs1')
export const setGs1 = write<Static<typeof schema.CompanyPrefix>, Static<typeof schema.Gs1>>()(
  'POST',
  '/api/v1/gs1',
)
export type SecurityCheck = Static<typeof schema.SecurityCheck>
export const checkSecurityCode = write<SecurityCheck, Static<typeof schema.SecurityVerdict>>()(
  'POST',
  '/api/v1/cards/security-checks',
)
