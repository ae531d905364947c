import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PartnerFacts, PartnerState } from './schema.ts'
import type { PartnerAgreementTable } from './table.ts'

export type AgreementRow = Selectable<PartnerAgreementTable>
export type PartnerRow = NonNullable<Awaited<ReturnType<typeof findPartner>>>

const PARTNER = [
  'id',
  'name_zh',
  'name_en',
  'contact',
  'state',
  'open_month',
  'entries',
  'balance_fen',
] as const

const AGREEMENT = [
  'partner_id',
  'number',
  'starts_at',
  'pays_fen_per_hundred',
  'gets_fen_per_hundred',
  'fen_per_point',
  'earn_per_day',
  'earn_per_month',
  'burn_per_day',
  'burn_per_month',
  'cancel_days',
  'late_days',
  'note',
  'state',
  'proposed_by',
  'proposed_at',
  'decided_by',
  'decided_at',
  'decision_reason',
] as const

export const findPartner = (db: Db | Tx, id: string) =>
  db.selectFrom('partners').select(PARTNER).where('id', '=', id).executeTakeFirst()

/** A partner's account, held to the transaction's end: entries, closings and agreements follow one another. */
export const lockPartner = (tx: Tx, id: string) =>
  tx.selectFrom('partners').select(PARTNER).where('id', '=', id).forUpdate().executeTakeFirst()

/** By name, with whether something waits for a second person. */
export const listPartners = (db: Db) =>
  db
    .selectFrom('partners')
    .select(PARTNER)
    .select(
      sql<boolean>`
        EXISTS (SELECT FROM partner_agreements a WHERE a.partner_id = partners.id AND a.state = 'proposed')
        OR EXISTS (SELECT FROM partner_settlements s WHERE s.partner_id = partners.id AND s.state = 'proposed')`.as(
        'is_waiting',
      ),
    )
    .orderBy('name_en')
    .execute()

/** @returns false when one of the names is another partner's */
export async function insertPartner(
  tx: Tx,
  partner: PartnerFacts & { id: string; openMonth: string; addedBy: string; addedAt: Date },
): Promise<boolean> {
  const { id, nameZh, nameEn, contact, openMonth, addedBy, addedAt } = partner
  const row = await tx
    .insertInto('partners')
    .values({
      id,
      name_zh: nameZh,
      name_en: nameEn,
      contact,
      state: 'active',
      open_month: openMonth,
      added_by: addedBy,
      added_at: addedAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Names are given one after another; whoever else reads or books meanwhile does not wait. */
export async function lockNames(tx: Tx): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('partner names'))`.execute(tx)
}

export const isNameTaken = async (tx: Tx, id: string, { nameZh, nameEn }: PartnerFacts): Promise<boolean> =>
  (await tx
    .selectFrom('partners')
    .select('id')
    .where('id', '<>', id)
    .where((where) => where.or([where('name_zh', '=', nameZh), where('name_en', '=', nameEn)]))
    .executeTakeFirst()) !== undefined

export async function updatePartner(tx: Tx, id: string, facts: PartnerFacts): Promise<void> {
  const { nameZh, nameEn, contact } = facts
  await tx
    .updateTable('partners')
    .set({ name_zh: nameZh, name_en: nameEn, contact })
    .where('id', '=', id)
    .execute()
}

export async function setPartnerState(tx: Tx, id: string, state: PartnerState): Promise<void> {
  await tx.updateTable('partners').set({ state }).where('id', '=', id).execute()
}

export const listAgreements = (db: Db | Tx, partnerId: string): Promise<AgreementRow[]> =>
  db
    .selectFrom('partner_agreements')
    .select(AGREEMENT)
    .where('partner_id', '=', partnerId)
    .orderBy('number', 'desc')
    .execute()

/** What holds at a moment: the approved one that started last. */
export const agreementAt = (
  db: Db | Tx,
  partnerId: string,
  moment: Date,
): Promise<AgreementRow | undefined> =>
  db
    .selectFrom('partner_agreements')
    .select(AGREEMENT)
    .where('partner_id', '=', partnerId)
    .where('state', '=', 'approved')
    .where('starts_at', '<=', moment)
    .orderBy('starts_at', 'desc')
    .limit(1)
    .executeTakeFirst()

export async function insertAgreement(tx: Tx, row: Insertable<PartnerAgreementTable>): Promise<void> {
  await tx.insertInto('partner_agreements').values(row).execute()
}

export async function decideAgreement(
  tx: Tx,
  { partnerId, number }: { partnerId: string; number: number },
  set: Updateable<PartnerAgreementTable>,
): Promise<void> {
  await tx
    .updateTable('partner_agreements')
    .set(set)
    .where('partner_id', '=', partnerId)
    .where('number', '=', number)
    .execute()
}

export async function insertKey(
  tx: Tx,
  key: { id: string; partnerId: string; name: string; hash: Uint8Array; now: Date },
): Promise<void> {
  await tx
    .insertInto('partner_keys')
    .values({
      id: key.id,
      partner_id: key.partnerId,
      name: key.name,
      key_hash: key.hash,
      created_at: key.now,
      revoked_at: null,
    })
    .execute()
}

/** @returns false when the partner has no such key that opens anything */
export async function revokeKeyRow(
  tx: Tx,
  { partnerId, keyId, now }: { partnerId: string; keyId: string; now: Date },
): Promise<boolean> {
  const row = await tx
    .updateTable('partner_keys')
    .set({ revoked_at: now })
    .where('id', '=', keyId)
    .where('partner_id', '=', partnerId)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Who decided what, by id. */
export async function namesOf(db: Db, staffIds: readonly (string | null)[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('staff')
    .select(['id', 'display_name'])
    .where('id', '=', sql<string>`ANY(${staffIds.filter((id) => id !== null)}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, display_name: name }) => [id, name]))
}

export const listKeys = (db: Db, partnerId: string) =>
  db
    .selectFrom('partner_keys')
    .select(['id', 'name', 'created_at', 'revoked_at'])
    .where('partner_id', '=', partnerId)
    .orderBy('created_at')
    .execute()

/** @returns whose key has this hash, while it is not revoked */
export const findPartnerByKey = (db: Db | Tx, keyHash: Uint8Array) =>
  db
    .selectFrom('partner_keys')
    .select(['id', 'partner_id'])
    .where('key_hash', '=', keyHash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()

/** Whether a key still opens anything; held, so that it is not revoked before what it began is done. */
export const holdKey = async (tx: Tx, keyId: string): Promise<boolean> =>
  (await tx
    .selectFrom('partner_keys')
    .select('id')
    .where('id', '=', keyId)
    .where('revoked_at', 'is', null)
    .forShare()
    .executeTakeFirst()) !== undefined
