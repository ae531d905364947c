import { FF1 } from '@noble/ciphers/ff1.js'
import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'

/** A GSRN is 18 digits: company prefix, service reference, check digit (GS1 General Specifications §3.9.6, AI 8018). */
const GSRN_DIGITS = 18

/** Weights 3 and 1 from the right (GS1 General Specifications §7.9.1). */
export function gs1CheckDigit(body: string): string {
  const sum = Array.from(body, Number)
    .toReversed()
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  return String((10 - (sum % 10)) % 10)
}

export const isGsrn = (text: string): boolean =>
  /^[0-9]{18}$/.test(text) && gs1CheckDigit(text.slice(0, -1)) === text.slice(-1)

/**
 * Uncompressed GS1 Digital Link URI: `/8018/{GSRN}`, and `/8019/{SRIN}` for a card that was issued again (1–10 digits).
 * @param publicUrl without a slash at its end
 */
export const digitalLink = (publicUrl: string, gsrn: string, reissue?: number): string =>
  `${publicUrl}/8018/${gsrn}${reissue === undefined ? '' : `/8019/${reissue}`}`

export async function companyPrefix(db: Db | Tx): Promise<string | null> {
  const row = await db.selectFrom('gs1_company_prefix').select('prefix').executeTakeFirst()
  return row?.prefix ?? null
}

/** Sets the licensed company prefix, once: GSRNs that were given stay as they are. Refuses with `gs1-prefix-set`. */
export async function setCompanyPrefix(
  work: Work,
  prefix: string,
): Promise<Result<{ prefix: string }, 'gs1-prefix-set'>> {
  const row = await work.tx
    .insertInto('gs1_company_prefix')
    .values({ prefix })
    .onConflict((conflict) => conflict.column('is_the_one').doNothing())
    .returning('prefix')
    .executeTakeFirst()
  if (!row) return refuse('gs1-prefix-set')
  await audit(work, { action: 'gs1.prefix-set', subject: 'gs1', details: { prefix } })
  return accept({ prefix })
}

/**
 * The GSRN of a card, given at the first asking, and its Digital Link. The service reference is the count of GSRNs under
 * FF1, so that it tells neither how many there are nor its neighbours. Refuses with `card-unknown`, `gs1-prefix-missing`, `gs1-full`.
 */
export async function nameInGs1(
  work: Work,
  { keys, publicUrl, cardNumber }: { keys: KeyService; publicUrl: string; cardNumber: string },
): Promise<Result<{ gsrn: string; uri: string }, 'card-unknown' | 'gs1-prefix-missing' | 'gs1-full'>> {
  if (!(await lockCard(work.tx, cardNumber))) return refuse('card-unknown')
  const prefix = await companyPrefix(work.tx)
  if (prefix === null) return refuse('gs1-prefix-missing')
  const digits = GSRN_DIGITS - 1 - prefix.length
  const known = await findGsrn(work.tx, cardNumber)
  if (known) return accept({ gsrn: known, uri: digitalLink(publicUrl, known) })
  const taken = await sql<{ reference: bigint }>`
    UPDATE gs1_company_prefix SET next_reference = next_reference + 1 WHERE next_reference < ${10 ** digits}
    RETURNING next_reference - 1 AS reference`.execute(work.tx)
  const reference = taken.rows[0]?.reference
  if (reference === undefined) return refuse('gs1-full')
  const gsrn = gsrnOf(prefix, Number(reference), keys.gs1ReferenceKey())
  await work.tx.insertInto('card_gsrns').values({ card_number: cardNumber, gsrn }).execute()
  await audit(work, { action: 'card.named-in-gs1', subject: `card:${cardNumber}`, details: { gsrn } })
  return accept({ gsrn, uri: digitalLink(publicUrl, gsrn) })
}

/** @param reference 0 … 10^(17 − prefix length) − 1; a prefix of at most 11 digits leaves FF1 the million values it needs */
export function gsrnOf(prefix: string, reference: number, key: Uint8Array): string {
  const digits = GSRN_DIGITS - 1 - prefix.length
  const counted = Array.from(String(reference).padStart(digits, '0'), Number)
  const body = prefix + FF1(10, key).encrypt(counted).join('')
  return body + gs1CheckDigit(body)
}

/** Held to the transaction's end: a card is named once, however many ask. */
const lockCard = (tx: Tx, cardNumber: string) =>
  tx
    .selectFrom('cards')
    .select('card_number')
    .where('card_number', '=', cardNumber)
    .forNoKeyUpdate()
    .executeTakeFirst()

async function findGsrn(tx: Tx, cardNumber: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('card_gsrns')
    .select('gsrn')
    .where('card_number', '=', cardNumber)
    .executeTakeFirst()
  return row?.gsrn
}
