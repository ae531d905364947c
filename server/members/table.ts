import type { Generated } from 'kysely'
import type { PictureKind } from './schema.ts'

export interface MemberTable {
  id: string
  programme_id: string
  level: string
  joined_at: Date
  /** when it is looked at whether the level is kept; null: never, or nobody has looked yet */
  level_review_at: Generated<Date | null>
}

/** Who a member is, sealed with the member's own key; `phone_index` finds a phone without storing it. */
export interface MemberIdentityTable {
  member_id: string
  wrapped_key: Uint8Array
  sealed_name: Uint8Array
  sealed_phone: Uint8Array
  sealed_birthday: Uint8Array | null
  /** finds month and day without storing them; null also of what was sealed before there was an index */
  birthday_index: Uint8Array | null
  phone_index: Uint8Array
  /** for the filter of phones that tablets take along; null of what was sealed before there were marks */
  phone_mark: Generated<Uint8Array | null>
  updated_at: Date
}

export interface ConsentTextTable {
  version: string
  text_zh: string
  text_en: string
  created_at: Date
}

export interface ConsentTable {
  member_id: string
  id: string
  text_version: string
  sealed_signature: Uint8Array
  given_at: Date
}

/** A photo or signature, sealed with the member's key. */
export interface MemberPictureTable {
  member_id: string
  kind: PictureKind
  media_type: 'image/png' | 'image/jpeg'
  sealed: Uint8Array
  updated_at: Date
}

interface MemberPinTable {
  member_id: string
  hash: string
  failed_attempts: Generated<number>
  locked_until: Date | null
  set_at: Date
}

/** `spend-points` is for whoever showed a card without tapping it; a PIN is set after a tap only. */
export type CodePurpose = 'set-pin' | 'claim-account' | 'spend-points'

/** Where a code was asked for without a tap: it is good nowhere else. */
export interface AtKiosk {
  sessionId: string
  kioskId: string
}

export interface OneTimeCodeTable {
  id: string
  member_id: string
  purpose: CodePurpose
  session_id: string | null
  kiosk_id: string | null
  code_hash: Uint8Array
  failed_attempts: Generated<number>
  expires_at: Date
  used_at: Date | null
  created_at: Date
}

declare module '../platform/database.ts' {
  interface Database {
    member_pictures: MemberPictureTable
    members: MemberTable
    member_identities: MemberIdentityTable
    consent_texts: ConsentTextTable
    consents: ConsentTable
    member_pins: MemberPinTable
    one_time_codes: OneTimeCodeTable
  }
}
