import type { Static } from 'typebox'
import type * as schema from '../../server/gifts/schema.ts'
import { read, write } from './route.ts'

export type Gift = schema.Gift
export type Hold = schema.Hold
export type NewGift = Static<typeof schema.NewGift>
export type ReceiveGifts = Static<typeof schema.ReceiveGifts>
export type MoveGifts = Static<typeof schema.MoveGifts>

export const getGifts = read<Static<typeof schema.Gifts>>()('/api/v1/gifts')
export const getPlaceStock = read<Static<typeof schema.PlaceStock>>()('/api/v1/places/:id/gifts')
export const addGift = write<NewGift, Gift>()('POST', '/api/v1/gifts')
export const receiveGifts = write<ReceiveGifts, Static<typeof schema.Moved>>()(
  'POST',
  '/api/v1/gifts/:id/received',
)
export const moveGifts = write<MoveGifts, Static<typeof schema.Moved>>()('POST', '/api/v1/gifts/:id/moves')
export type NewSlots = schema.NewSlots
export type DayOfSlots = schema.DayOfSlots
export const openSlots = write<NewSlots, schema.SlotsAdded>()('POST', '/api/v1/gifts/:id/slots')
export const getSlotsOfDay = read<DayOfSlots>()('/api/v1/places/:id/slots')
export const setSlotCapacity = write<{ capacity: number }, schema.Slot>()(
  'POST',
  '/api/v1/slots/:id/capacity',
)
export const getHolds = read<Static<typeof schema.Holds>>()('/api/v1/places/:id/holds')
export const handOverGift = write<Static<typeof schema.HandOver>, schema.RedemptionEnded>()(
  'POST',
  '/api/v1/redemptions/:id/handed-over',
)
export const voidRedemption = write<undefined, schema.RedemptionEnded>()(
  'POST',
  '/api/v1/redemptions/:id/void',
)
export type HeldGift = schema.HeldGift
export type RedeemAtCounter = schema.RedeemAtCounter
export const redeemAtCounter = write<RedeemAtCounter, HeldGift>()('POST', '/api/v1/redemptions')
export const getSlotsOf = read<Static<typeof schema.FreeSlots>>()('/api/v1/gifts/:id/slots')
