import type { Static } from 'typebox'
import type * as schema from '../../server/purchases/schema.ts'
import { read, write } from './route.ts'

export type Till = schema.Till

export const getTills = read<Static<typeof schema.Tills>>()('/api/v1/tills')
export const addTill = write<Static<typeof schema.NewTill>, Static<typeof schema.TillWithKey>>()(
  'POST',
  '/api/v1/tills',
)
export const revokeTill = write<undefined, Till>()('POST', '/api/v1/tills/:id/revoke')
