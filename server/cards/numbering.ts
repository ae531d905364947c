import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { findProgramme } from '../programmes/index.ts'
import { cardNumbers, type SchemeVersion } from './card-number.ts'
import { takeSequence } from './queries.ts'
import type { NumberSchemeTable } from './table.ts'

const NUMBERS_AT_ONCE = 200

/** New card numbers of a programme, under the scheme versions that its sequence has reached; undefined when it has not so many left. */
export async function takeNumbers(
  work: Pick<Work, 'tx' | 'now'>,
  { programmeId, count, keys }: { programmeId: string; count: number; keys: KeyService },
): Promise<string[] | undefined> {
  const range = await takeSequence(work.tx, programmeId, count)
  if (!range) return undefined
  await beginFirstScheme(work, { programmeId, keyGeneration: keys.activeGeneration })
  const { programmeNumber } = range
  const versions = await versionsOf(work.tx, { programmeId, programmeNumber, keys })
  const numbers: string[] = []
  while (numbers.length < count) {
    const first = range.first + numbers.length
    const next = Math.min(NUMBERS_AT_ONCE, count - numbers.length)
    numbers.push(...cardNumbers({ programmeNumber, versions, first, count: next }))
    await setImmediate() // ten thousand numbers take a second or two: others are served meanwhile
  }
  return numbers
}

async function beginFirstScheme(
  { tx, now }: Pick<Work, 'tx' | 'now'>,
  { programmeId, keyGeneration }: { programmeId: string; keyGeneration: number },
): Promise<void> {
  await tx
    .insertInto('number_schemes')
    .values({
      programme_id: programmeId,
      version: 1,
      first_sequence: 0n,
      key_generation: keyGeneration,
      began_at: now,
    })
    .onConflict((conflict) => conflict.columns(['programme_id', 'version']).doNothing())
    .execute()
}

/** Oldest first; a programme that has ordered no card has none. Refuses with `programme-unknown`. */
export async function showSchemes(
  db: Db,
  programmeId: string,
): Promise<Result<NumberSchemeTable[], 'programme-unknown'>> {
  if (!(await findProgramme(db, programmeId))) return refuse('programme-unknown')
  return accept(await listSchemes(db, programmeId))
}

const listSchemes = (db: Db | Tx, programmeId: string): Promise<NumberSchemeTable[]> =>
  db
    .selectFrom('number_schemes')
    .select(['programme_id', 'version', 'first_sequence', 'key_generation', 'began_at'])
    .where('programme_id', '=', programmeId)
    .orderBy('version')
    .execute()

async function versionsOf(
  tx: Tx,
  { programmeId, programmeNumber, keys }: { programmeId: string; programmeNumber: number; keys: KeyService },
): Promise<SchemeVersion[]> {
  const schemes = await listSchemes(tx, programmeId)
  return schemes.map((scheme) => ({
    firstSequence: Number(scheme.first_sequence),
    key: keys.cardNumberKey(programmeNumber, scheme.key_generation),
  }))
}

/**
 * Begins a programme's next number scheme, under the key generation that is active now; numbers given so far stay as
 * they are. Refuses with `programme-unknown`, `programme-full`, `number-scheme-current`.
 */
export async function beginNextScheme(
  work: Work,
  { programmeId, keys }: { programmeId: string; keys: KeyService },
): Promise<Result<{ version: number }, 'programme-unknown' | 'programme-full' | 'number-scheme-current'>> {
  const locked = await sql<{ next: bigint }>`
    SELECT next_sequence AS next FROM programmes WHERE id = ${programmeId} FOR NO KEY UPDATE`.execute(work.tx)
  const next = locked.rows[0]?.next
  if (next === undefined) return refuse('programme-unknown')
  if (next > 999_999_999n) return refuse('programme-full')
  const latest = (await listSchemes(work.tx, programmeId)).at(-1)
  const isCurrent = latest?.key_generation === keys.activeGeneration || latest?.first_sequence === next
  if (isCurrent) return refuse('number-scheme-current', { version: latest.version })
  const version = (latest?.version ?? 0) + 1
  await work.tx
    .insertInto('number_schemes')
    .values({
      programme_id: programmeId,
      version,
      first_sequence: latest ? next : 0n,
      key_generation: keys.activeGeneration,
      began_at: work.now,
    })
    .execute()
  const details = { version, firstSequence: Number(next), keyGeneration: keys.activeGeneration }
  await audit(work, { action: 'number-scheme.begun', subject: `programme:${programmeId}`, details })
  return accept({ version })
}
