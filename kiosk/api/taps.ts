import type { Static } from 'typebox'
import type * as schema from '../../server/taps/schema.ts'
import { write } from './route.ts'

export type CheckTap = schema.CheckTap
export type TapVerdict = Static<typeof schema.TapVerdict>

export const checkTap = write<CheckTap, TapVerdict>()('POST', '/api/v1/taps/check')
