import type { Static } from 'typebox'
import type * as schema from '../../server/kiosks/schema.ts'
import type { TakenBenefit } from '../../server/vouchers/schema.ts'
import { read, write } from './route.ts'

export type Kiosk = schema.Kiosk
export type NewKiosk = Static<typeof schema.NewKiosk>

export const getKiosks = read<Static<typeof schema.Kiosks>>()('/api/v1/kiosks')
export const addKiosk = write<NewKiosk, { id: string }>()('POST', '/api/v1/kiosks')
export const newKioskCode = write<undefined, Static<typeof schema.PairingCode>>()(
  'POST',
  '/api/v1/kiosks/:kioskId/pairing-codes',
)

export type KioskState = Static<typeof schema.KioskState>
export type MemberSession = schema.MemberSession
export type Me = schema.Me
export type KioskGift = schema.KioskGift
export type Redemption = schema.Redemption
type Done = Record<string, never>

export const pairKiosk = write<Static<typeof schema.PairKiosk>, Done>()('POST', '/api/v1/kiosks/pair')
export const pairSampleKiosk = write<undefined, Done>()('POST', '/api/v1/kiosks/pair-sample')
export const getKiosk = read<KioskState>()('/api/v1/kiosk')
export const scanCard = write<Static<typeof schema.ScanCard>, MemberSession>()('POST', '/api/v1/kiosk/scan')
export const leaveKiosk = write<undefined, Done>()('POST', '/api/v1/kiosk/leave')

// What follows is asked with the header of the member's session.
export const getMe = read<Me>()('/api/v1/kiosk/me')
export const getKioskGifts = read<Static<typeof schema.KioskGifts>>()('/api/v1/kiosk/gifts')
export const getRedemptions = read<Static<typeof schema.Redemptions>>()('/api/v1/kiosk/redemptions')
export type MyVoucher = schema.MyVoucher
export const getMyVouchers = read<Static<typeof schema.MyVouchers>>()('/api/v1/kiosk/vouchers')
export const getMyBenefits = read<Static<typeof schema.MyBenefits>>()('/api/v1/kiosk/benefits')
export const takeBenefit = write<{ benefit: string }, TakenBenefit>()('POST', '/api/v1/kiosk/benefits')
export const getMyActivities = read<Static<typeof schema.MyActivities>>()('/api/v1/kiosk/activities')
export const checkMeIn = write<undefined, Static<typeof schema.CheckedIn>>()(
  'POST',
  '/api/v1/kiosk/activities/:activityId/check-in',
)
export const getFreeSlots = read<Static<typeof schema.Slots>>()('/api/v1/kiosk/gifts/:giftId/slots')
export const sendCode = write<undefined, Static<typeof schema.CodeSent>>()('POST', '/api/v1/kiosk/code')
export const setPin = write<Static<typeof schema.SetPin>, Done>()('POST', '/api/v1/kiosk/pin')
export const provePin = write<Static<typeof schema.ProvePin>, Done>()('POST', '/api/v1/kiosk/proof')
export const proveCode = write<Static<typeof schema.ProveCode>, Done>()('POST', '/api/v1/kiosk/code-proof')
export const joinCard = write<Static<typeof schema.JoinCard>, Done>()('POST', '/api/v1/kiosk/join')
export const redeemGift = write<Static<typeof schema.Redeem>, Redemption>()(
  'POST',
  '/api/v1/kiosk/redemptions',
)
export const voidRedemption = write<undefined, Redemption>()(
  'POST',
  '/api/v1/kiosk/redemptions/:redemptionId/void',
)
