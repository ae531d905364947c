import type { Static } from 'typebox'
import type * as schema from '../../server/kiosks/schema.ts'
import { read, write } from './route.ts'

export type Kiosk = schema.Kiosk
export type NewKiosk = Static<typeof schema.NewKiosk>

export const getKiosks = read<Static<typeof schema.Kiosks>>()('/api/v1/kiosks')
export const addKiosk = write<NewKiosk, { id: string }>()('POST', '/api/v1/kiosks')
export const newKioskCode = write<undefined, Static<typeof schema.PairingCode>>()(
  'POST',
  '/api/v1/kiosks/:kioskId/pairing-codes',
)
