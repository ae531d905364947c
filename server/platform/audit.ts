import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { actorName } from './actor.ts'
import type { Db } from './database.ts'
import { newId } from './ids.ts'
import { inTransaction } from './transaction.ts'
import type { Work } from './work.ts'

/** What happened to what. `details` carry ids, counts and states: no personal datum, no key. */
export interface AuditFact {
  /** verb in the past, e.g. `card.encoded` */
  action: string
  /** kind and id, e.g. `card:9156…` */
  subject: string
  details?: Record<string, string | number | boolean | null>
}

/** Writes down what a command did, in its own transaction. */
export const audit = (work: Work, ...facts: [AuditFact, ...AuditFact[]]): Promise<void> =>
  auditAll(facts.map((fact) => ({ work, fact })))

/** As `audit`, of commands that share a transaction. */
export async function auditAll(noted: readonly { work: Work; fact: AuditFact }[]): Promise<void> {
  const [first] = noted
  if (!first) return
  await sql`
    INSERT INTO audit_entries (id, recorded_at, actor, action, subject, details)
    SELECT * FROM ROWS FROM (
      unnest(${noted.map(() => newId())}::uuid[]),
      unnest(${noted.map(({ work }) => work.now)}::timestamptz[]),
      unnest(${noted.map(({ work }) => actorName(work.actor))}::text[]),
      unnest(${noted.map(({ fact }) => fact.action)}::text[]),
      unnest(${noted.map(({ fact }) => fact.subject)}::text[]),
      jsonb_array_elements(${JSON.stringify(noted.map(({ fact }) => fact.details ?? {}))}::jsonb))`.execute(
    first.work.tx,
  )
}

interface Entry {
  id: string
  recorded_at: Date
  actor: string
  action: string
  subject: string
  details: string
}

interface Link {
  position: bigint
  hash: Uint8Array
  /** of its entry, as is `xact` */
  id: string
  xact: string
  isBefore: boolean
}

/** Hash of a link: SHA-256 over the previous link's hash and the entry's own fields. */
function linkHash(previous: Uint8Array, entry: Entry): Buffer {
  const fields = [
    entry.id,
    entry.recorded_at.toISOString(),
    entry.actor,
    entry.action,
    entry.subject,
    entry.details,
  ]
  return createHash('sha256').update(previous).update(JSON.stringify(fields)).digest()
}

const NO_HASH = Buffer.alloc(32)
const SEAL_AT_ONCE = 1_000

/**
 * Links the entries of finished transactions into the hash chain, in commit order. Runs beside the
 * commands and not in them, so that no two commands wait for each other's link.
 * @returns how many entries it linked
 */
export async function sealAudit(db: Db, now: Date): Promise<number> {
  return inTransaction(db, async (tx) => {
    const lock = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(91560001) AS mine`.execute(tx)
    if (!lock.rows[0]?.mine) return 0
    const { rows: lastOnes } = await sql<Link>`
      SELECT l.position, l.hash, e.id, e.xact::text AS xact, e.xact < pg_snapshot_xmin(pg_current_snapshot()) AS "isBefore"
        FROM audit_links l JOIN audit_entries e ON e.id = l.entry_id ORDER BY l.position DESC LIMIT 1`.execute(
      tx,
    )
    const [last] = lastOnes
    // Linked in this order, so that nothing before the last is looked through again; after a restore into a database
    // that counts its transactions anew, that order does not hold until it has caught up.
    const from = last?.isBefore ? sql`AND (xact, id) > (${last.xact}::text::xid8, ${last.id}::uuid)` : sql``
    const entries = await sql<Entry>`
      SELECT id, recorded_at, actor, action, subject, details::text AS details
        FROM audit_entries e
       WHERE xact < pg_snapshot_xmin(pg_current_snapshot()) ${from}
         AND NOT EXISTS (SELECT FROM audit_links l WHERE l.entry_id = e.id)
       ORDER BY xact, id LIMIT ${SEAL_AT_ONCE}`.execute(tx)
    let hash: Uint8Array = last?.hash ?? NO_HASH
    let position = last?.position ?? 0n
    const links = entries.rows.map((entry) => {
      hash = linkHash(hash, entry)
      position += 1n
      return { position, entryId: entry.id, hash }
    })
    await sql`
      INSERT INTO audit_links (position, entry_id, hash, sealed_at)
      SELECT position, entry_id, hash, ${now} FROM unnest(
        ${links.map((link) => link.position)}::bigint[],
        ${links.map((link) => link.entryId)}::uuid[],
        ${links.map((link) => link.hash)}::bytea[]) links (position, entry_id, hash)`.execute(tx)
    return links.length
  })
}

export type AuditVerdict =
  { intact: true; links: number; unsealed: number } | { intact: false; brokenAt: number; links: number }

/** Walks the whole chain and recomputes every hash. Not in the chain yet: `unsealed` entries of the last moments. */
export async function verifyAudit(db: Db): Promise<AuditVerdict> {
  const links = await sql<Entry & { position: bigint; hash: Uint8Array }>`
    SELECT l.position, l.hash, e.id, e.recorded_at, e.actor, e.action, e.subject, e.details::text AS details
      FROM audit_links l JOIN audit_entries e ON e.id = l.entry_id ORDER BY l.position`.execute(db)
  let previous: Uint8Array = NO_HASH
  for (const [index, link] of links.rows.entries()) {
    const isNext = link.position === BigInt(index + 1)
    const expected = linkHash(previous, link)
    if (!isNext || !expected.equals(link.hash)) {
      return { intact: false, brokenAt: index + 1, links: links.rows.length }
    }
    previous = link.hash
  }
  const unsealed = await sql<{ count: bigint }>`
    SELECT (SELECT count(*) FROM audit_entries) - (SELECT count(*) FROM audit_links) AS count`.execute(db)
  return { intact: true, links: links.rows.length, unsealed: Number(unsealed.rows[0]?.count ?? 0n) }
}
