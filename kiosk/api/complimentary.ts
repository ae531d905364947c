import type { Static } from 'typebox'
import type * as schema from '../../server/complimentary/schema.ts'
import { read, write } from './route.ts'

export type RegisterEntry = schema.RegisterEntry
export type NewRequest = schema.NewRequest
export type HandOver = schema.HandOver
export type Decision = Static<typeof schema.Decision>

export const getRegister = read<Static<typeof schema.Register>>()('/api/v1/complimentary-cards')
export const requestCard = write<NewRequest, Static<typeof schema.RequestId>>()(
  'POST',
  '/api/v1/complimentary-cards',
)
export const decideRequest = write<Decision, Static<typeof schema.RequestId>>()(
  'POST',
  '/api/v1/complimentary-cards/:requestId/decision',
)
export const handOverComplimentary = write<HandOver, Static<typeof schema.HandedOver>>()(
  'POST',
  '/api/v1/complimentary-cards/:requestId/hand-over',
)
export const registerAddress = (format: 'csv' | 'pdf', language: string): string =>
  `/api/v1/complimentary-cards/register.${format}?language=${language === 'en' ? 'en' : 'zh-CN'}`
