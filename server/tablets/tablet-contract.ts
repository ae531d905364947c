import { Type } from 'typebox'
import * as schema from './schema.ts'

const GUESSING_LIMIT = { rateLimit: { max: 30, timeWindow: '1 minute' } }
/** Of one address, behind which a whole booth may be. */
const CHECK_LIMIT = { rateLimit: { max: 120, timeWindow: '1 minute' } }
const MOST_SYNC_BYTES = 8 * 1024 * 1024
const SIGNED = ['tablet-signature-wrong', 'tablet-revoked'] as const

/**
 * What a tablet asks by itself, signed with its key but for pairing: the same of headquarters and of a booth's laptop.
 */
export const tabletContract = {
  pairing: {
    schema: {
      summary: 'Become a tablet of a booth with a one-time code',
      body: schema.NewTablet,
      response: { 200: schema.PairedTablet },
    },
    config: {
      access: ['public'],
      refusals: ['tablet-key-invalid', 'pairing-code-wrong', 'tablet-key-taken'],
      ...GUESSING_LIMIT,
    },
  },
  provision: {
    schema: {
      summary: 'All that a tablet needs for days without a network',
      params: schema.TabletParams,
      response: { 200: schema.Provision },
    },
    config: { access: ['tablet'], refusals: SIGNED },
  },
  phoneFilter: {
    schema: {
      summary: 'A filter of the phones that members have; with `If-None-Match` 304 while it is the same',
      params: schema.TabletParams,
      response: { 200: schema.PhoneFilter, 304: Type.Null() },
    },
    config: { access: ['tablet'], refusals: [...SIGNED, 'phone-filter-not-ready'] },
  },
  phoneCheck: {
    schema: {
      summary: 'Whether a member has this phone, while there is a network',
      params: schema.TabletParams,
      body: schema.PhoneCheck,
      response: { 200: schema.PhoneKnown },
    },
    config: {
      access: ['tablet'],
      refusals: [...SIGNED, 'phone-invalid'],
      mayRepeat: true,
      ...CHECK_LIMIT,
    },
  },
  officeWord: {
    schema: {
      summary: 'What the office has said of texts that a revoked tablet still keeps',
      params: schema.TabletParams,
      body: schema.WaitingTexts,
      response: { 200: schema.OfficeWord },
    },
    config: {
      access: ['tablet'],
      refusals: ['tablet-signature-wrong'],
      mayRepeat: true,
      isForRevoked: true,
      ...CHECK_LIMIT,
    },
  },
  entries: {
    bodyLimit: MOST_SYNC_BYTES,
    schema: {
      summary: 'Hand in what was kept without a network, in order; each entry gets its verdict',
      params: schema.TabletParams,
      body: schema.Sync,
      response: { 200: schema.Synced },
    },
    config: { access: ['tablet'], refusals: [...SIGNED, 'tablet-request-stale', 'chain-broken'] },
  },
} as const
