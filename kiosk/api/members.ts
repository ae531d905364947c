import type { Static } from 'typebox'
import type * as schema from '../../server/members/schema.ts'
import type { MemberPoints } from '../../server/points/schema.ts'
import { read, write } from './route.ts'

export type MemberDetails = Static<typeof schema.MemberDetails>
export type MemberSearch = Static<typeof schema.MemberSearch>
export type { MemberPoints }
export type ConsentText = schema.ConsentText

export const findMember = write<MemberSearch, Static<typeof schema.FoundMembers>>()(
  'POST',
  '/api/v1/members/search',
)
export const getMember = read<MemberDetails>()('/api/v1/members/:memberId')
export const getMemberPoints = read<MemberPoints>()('/api/v1/members/:memberId/points')
type Picture = Static<typeof schema.PictureParams>
export type PictureKind = schema.PictureKind
export const keepMemberPicture = write<Static<typeof schema.NewPicture>, Picture>()(
  'POST',
  '/api/v1/members/:memberId/pictures/:kind',
)
export const forgetMemberPicture = write<undefined, Picture>()(
  'POST',
  '/api/v1/members/:memberId/pictures/:kind/forget',
)
/** Lets a card be printed for this member and given to nobody else. */
export const nameCard = write<Static<typeof schema.CardToPrint>, Static<typeof schema.CardToPrint>>()(
  'POST',
  '/api/v1/members/:memberId/cards-to-print',
)
/** `keptAt`: keeps a browser from showing an earlier one. */
export const memberPictureAddress = (memberId: string, kind: PictureKind, keptAt: string): string =>
  `/api/v1/members/${memberId}/pictures/${kind}?at=${encodeURIComponent(keptAt)}`
export const getConsentTexts = read<Static<typeof schema.ConsentTexts>>()('/api/v1/consent-texts')
export const publishConsentText = write<Static<typeof schema.NewConsentText>, ConsentText>()(
  'POST',
  '/api/v1/consent-texts',
)
