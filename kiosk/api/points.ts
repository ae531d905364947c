import type {
  ApproveCorrection,
  Correction,
  Corrections,
  NewCorrection,
  RefuseCorrection,
} from '../../server/points/correction-schema.ts'
import type { Static } from 'typebox'
import type { Purchase } from '../../server/purchases/schema.ts'
import { read, write } from './route.ts'

export type { Correction, Corrections, NewCorrection }

export const getWaitingCorrections = read<Corrections>()('/api/v1/points/corrections')
export const getCorrections = read<Corrections>()('/api/v1/members/:memberId/corrections')
export const correctPoints = write<NewCorrection, Correction>()(
  'POST',
  '/api/v1/members/:memberId/corrections',
)
export const approveCorrection = write<Static<typeof ApproveCorrection>, Correction>()(
  'POST',
  '/api/v1/points/corrections/:id/approve',
)
export const refuseCorrection = write<Static<typeof RefuseCorrection>, Correction>()(
  'POST',
  '/api/v1/points/corrections/:id/refuse',
)
export const getPurchase = read<Purchase>()('/api/v1/purchases/:id')
