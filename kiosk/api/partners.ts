import type { Static } from 'typebox'
import type * as schema from '../../server/partners/schema.ts'
import { read, write } from './route.ts'

export type Partner = schema.Partner
export type PartnerFacts = schema.PartnerFacts
export type Terms = schema.Terms
export type Agreement = schema.Agreement
export type PartnerKey = schema.PartnerKey
export type Settlement = schema.Settlement
export type MonthOfPartner = schema.MonthOfPartner
export type Entry = schema.Entry
export type Adjust = schema.Adjust

type PartnerId = Static<typeof schema.PartnerId>
type AgreementNumber = Static<typeof schema.AgreementNumber>
type SettlementId = Static<typeof schema.SettlementId>
type Approve = Static<typeof schema.Approve>
type Refuse = Static<typeof schema.Refuse>

export const getPartners = read<Static<typeof schema.Partners>>()('/api/v1/partners')
export const addPartner = write<PartnerFacts, PartnerId>()('POST', '/api/v1/partners')
export const getPartner = read<Partner>()('/api/v1/partners/:id')
export const changePartner = write<PartnerFacts, PartnerId>()('POST', '/api/v1/partners/:id')
export const setPartnerState = write<Static<typeof schema.SetState>, PartnerId>()(
  'POST',
  '/api/v1/partners/:id/state',
)
export const addPartnerKey = write<Static<typeof schema.NewKey>, Static<typeof schema.KeyShown>>()(
  'POST',
  '/api/v1/partners/:id/keys',
)
export const revokePartnerKey = write<undefined, Static<typeof schema.KeyId>>()(
  'POST',
  '/api/v1/partners/:id/keys/:keyId/revoke',
)
export const proposeAgreement = write<Terms, AgreementNumber>()('POST', '/api/v1/partners/:id/agreements')
export const approveAgreement = write<Approve, AgreementNumber>()(
  'POST',
  '/api/v1/partners/:id/agreements/:number/approve',
)
export const refuseAgreement = write<Refuse, AgreementNumber>()(
  'POST',
  '/api/v1/partners/:id/agreements/:number/refuse',
)
export const getPartnerEntries = read<Static<typeof schema.Entries>>()('/api/v1/partners/:id/entries')
export const adjustPartner = write<Adjust, Static<typeof schema.Written>>()(
  'POST',
  '/api/v1/partners/:id/entries',
)
export const proposeSettlement = write<Static<typeof schema.ProposeSettlement>, SettlementId>()(
  'POST',
  '/api/v1/partners/:id/settlements',
)
export const approveSettlement = write<Approve, SettlementId>()(
  'POST',
  '/api/v1/partners/:id/settlements/:settlementId/approve',
)
export const refuseSettlement = write<Refuse, SettlementId>()(
  'POST',
  '/api/v1/partners/:id/settlements/:settlementId/refuse',
)
export const markSettlementSent = write<Static<typeof schema.MarkSent>, SettlementId>()(
  'POST',
  '/api/v1/partners/:id/settlements/:settlementId/sent',
)
export const markSettlementPaid = write<Static<typeof schema.MarkPaid>, SettlementId>()(
  'POST',
  '/api/v1/partners/:id/settlements/:settlementId/paid',
)
