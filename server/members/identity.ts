import type { Insertable } from 'kysely'
import { open, seal, type KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { mask } from './masking.ts'
import { phoneMark, phoneMarkKey } from './phone-keys.ts'
import { findIdentity } from './queries.ts'
import type { MaskedIdentity } from './schema.ts'
import type { MemberIdentityTable } from './table.ts'

export interface Identity {
  name: string
  /** eleven digits, see `normalisePhone` */
  phone: string
  /** YYYY-MM-DD */
  birthday?: string | undefined
}

const CONTEXT = { name: 'member-name', phone: 'member-phone', birthday: 'member-birthday' } as const

type SealedIdentity = Omit<Insertable<MemberIdentityTable>, 'updated_at'> & { phone_mark: Uint8Array }

/** Seals who a member is with a new key of their own: destroying that key forgets them. */
export const sealIdentity = (keys: KeyService, memberId: string, identity: Identity): SealedIdentity =>
  sealWithNewKey(keys, memberId, identity).sealed

/** As `sealIdentity`; the key seals what else is theirs, and is kept nowhere. */
export function sealWithNewKey(
  keys: KeyService,
  memberId: string,
  identity: Identity,
): { key: Uint8Array; sealed: SealedIdentity } {
  const { plain: key, wrapped } = keys.newMemberKey(memberId)
  const sealed = (field: keyof typeof CONTEXT, value: string): Uint8Array =>
    seal(key, Buffer.from(value), `${CONTEXT[field]}:${memberId}`)
  const row = {
    member_id: memberId,
    wrapped_key: wrapped,
    sealed_name: sealed('name', identity.name),
    sealed_phone: sealed('phone', identity.phone),
    sealed_birthday: identity.birthday === undefined ? null : sealed('birthday', identity.birthday),
    birthday_index: identity.birthday === undefined ? null : birthdayIndex(keys, identity.birthday.slice(5)),
    phone_index: phoneIndex(keys, identity.phone),
    phone_mark: phoneMark(phoneMarkKey(keys), identity.phone),
  }
  return { key, sealed: row }
}

/** Of month and day, MM-DD. */
export const birthdayIndex = (keys: KeyService, monthAndDay: string): Uint8Array =>
  keys.blindIndex('birthday', monthAndDay)

export const phoneIndex = (keys: KeyService, phone: string): Uint8Array => keys.blindIndex('phone', phone)

/** The member's own key, with which what is theirs is sealed; undefined for whoever has given no name. */
export async function memberKey(
  db: Db | Tx,
  keys: KeyService,
  memberId: string,
): Promise<Uint8Array | undefined> {
  const row = await findIdentity(db, memberId)
  return row && keys.openMemberKey(memberId, row.wrapped_key)
}

/** Opens who a member is; undefined for a stranger. What it returns goes to no log, event, audit entry or stored answer. */
export async function readIdentity(
  db: Db | Tx,
  keys: KeyService,
  memberId: string,
): Promise<Identity | undefined> {
  const row = await findIdentity(db, memberId)
  if (!row) return undefined
  const key = keys.openMemberKey(memberId, row.wrapped_key)
  const opened = (field: keyof typeof CONTEXT, sealed: Uint8Array): string =>
    Buffer.from(open(key, sealed, `${CONTEXT[field]}:${memberId}`)).toString()
  return {
    name: opened('name', row.sealed_name),
    phone: opened('phone', row.sealed_phone),
    ...(row.sealed_birthday ? { birthday: opened('birthday', row.sealed_birthday) } : {}),
  }
}

/** @returns 王* and 138****5678; undefined for a stranger */
export async function maskedIdentity(
  db: Db | Tx,
  keys: KeyService,
  memberId: string,
): Promise<MaskedIdentity | undefined> {
  const identity = await readIdentity(db, keys, memberId)
  return identity && mask(identity)
}
