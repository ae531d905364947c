import { startEnvironment } from '../config/environment.ts'
import type { KeyStore } from '../keys/index.ts'
import { writeInJournal } from '../keys/journal.ts'
import { audit, type AuditFact } from '../platform/audit.ts'
import { systemClock } from '../platform/clock.ts'
import { openDatabase, type Db } from '../platform/database.ts'
import { newId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import { requiredText, UsageError, type Values } from './command.ts'

/** Who wants a change of keys, and who else agrees. */
export const peopleOptions = { 'asked-by': { type: 'string' }, 'approved-by': { type: 'string' } } as const

export const peopleHelp = `  --asked-by NAME     who wants it, and
  --approved-by NAME  another person who agrees; with DATABASE_URL, sign-in names of two administrators`

/** Where the steps of a ceremony are written down: in the database's audit, or in a signed journal when there is none. */
export interface CeremonyRecord {
  /** `store` signs the journal, once it is open */
  note(action: string, details?: AuditFact['details'], store?: KeyStore): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the record of a ceremony of two people.
 * @throws UsageError when they are one, or the database does not know them as administrators
 */
export async function openCeremonyRecord(values: Values, journal: string): Promise<CeremonyRecord> {
  const people = {
    askedBy: requiredText(values, 'asked-by'),
    approvedBy: requiredText(values, 'approved-by'),
  }
  if (plain(people.askedBy) === plain(people.approvedBy))
    throw new UsageError('Nobody approves what he asked for: --approved-by is another person.')
  const { databaseUrl } = startEnvironment()
  if (databaseUrl === undefined) return journalRecord(journal, people)
  const db = openDatabase({ url: databaseUrl, size: 1 })
  try {
    const askedBy = await administratorNamed(db, people.askedBy)
    return databaseRecord(db, { askedBy, approvedBy: await administratorNamed(db, people.approvedBy) })
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** The record of what one person does alone before there is a database: a store's first making. */
export const journalRecord = (path: string, people: AuditFact['details'] = {}): CeremonyRecord => ({
  note: (action, details = {}, store?) => {
    const at = systemClock.now().toISOString()
    writeInJournal(path, { at, action, subject: 'keys', details: { ...people, ...details } }, store)
    return Promise.resolve()
  },
  close: () => Promise.resolve(),
})

const databaseRecord = (db: Db, people: { askedBy: string; approvedBy: string }): CeremonyRecord => ({
  note: (action, details = {}) =>
    inTransaction(db, (tx) =>
      audit(
        { tx, now: systemClock.now(), id: newId(), actor: { kind: 'system' } },
        { action, subject: 'keys', details: { ...people, ...details } },
      ),
    ),
  close: () => db.destroy(),
})

/** @returns the person as audit entries name one: by id, never by name */
async function administratorNamed(db: Db, name: string): Promise<string> {
  const person = await db
    .selectFrom('staff')
    .select(['id', 'roles'])
    .where('sign_in_name', '=', plain(name))
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (person?.roles.includes('administrator')) return `staff:${person.id}`
  throw new UsageError(`${name} is not the sign-in name of an administrator.`)
}

const plain = (name: string): string => name.normalize('NFKC').trim().toLowerCase()
