import type { Db, Tx } from '../platform/database.ts'
import type { Counter, Programme, Rules } from './schema.ts'
import type { CounterTable, ProgrammeTable, ProgrammeVersionTable } from './table.ts'

const PROGRAMME = ['id', 'number', 'name', 'preset', 'created_at'] as const

const asProgramme = (row: Pick<ProgrammeTable, (typeof PROGRAMME)[number]>): Programme => ({
  id: row.id,
  number: row.number,
  name: row.name,
  preset: row.preset,
  createdAt: row.created_at.toISOString(),
})

export async function listProgrammes(db: Db): Promise<Programme[]> {
  const rows = await db.selectFrom('programmes').select(PROGRAMME).orderBy('number').execute()
  return rows.map(asProgramme)
}

export async function findProgramme(db: Db | Tx, id: string): Promise<Programme | undefined> {
  const row = await db.selectFrom('programmes').select(PROGRAMME).where('id', '=', id).executeTakeFirst()
  return row && asProgramme(row)
}

/** A shop runs one programme at a time: the one begun last. */
export async function currentProgramme(db: Db | Tx): Promise<Programme | undefined> {
  const row = await db
    .selectFrom('programmes')
    .select(PROGRAMME)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && asProgramme(row)
}

export interface RulesInForce {
  version: number
  startsAt: Date
  rules: Rules
}

/** The version in force at a moment; undefined before the programme's first. */
export async function versionAt(
  db: Db | Tx,
  programmeId: string,
  moment: Date,
): Promise<RulesInForce | undefined> {
  const row = await db
    .selectFrom('programme_versions')
    .select(['version', 'starts_at', 'rules'])
    .where('programme_id', '=', programmeId)
    .where('starts_at', '<=', moment)
    .orderBy('starts_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { version: row.version, startsAt: row.starts_at, rules: row.rules }
}

/** @returns false when the number is taken */
export async function insertProgramme(
  tx: Tx,
  programme: Omit<ProgrammeTable, 'next_sequence'>,
): Promise<boolean> {
  const row = await tx
    .insertInto('programmes')
    .values(programme)
    .onConflict((conflict) => conflict.column('number').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertVersion(tx: Tx, version: ProgrammeVersionTable): Promise<void> {
  await tx.insertInto('programme_versions').values(version).execute()
}

const COUNTER = ['id', 'name', 'joins', 'rate_per_mille'] as const

const asCounter = (row: Pick<CounterTable, (typeof COUNTER)[number]>): Counter => ({
  id: row.id,
  name: row.name,
  joins: row.joins,
  ratePerMille: row.rate_per_mille,
})

export async function listCounters(db: Db): Promise<Counter[]> {
  const rows = await db.selectFrom('counters').select(COUNTER).orderBy('name').execute()
  return rows.map(asCounter)
}

export async function findCounter(db: Db | Tx, id: string): Promise<Counter | undefined> {
  const row = await db.selectFrom('counters').select(COUNTER).where('id', '=', id).executeTakeFirst()
  return row && asCounter(row)
}

/** @returns false when a counter of this name exists */
export async function insertCounter(tx: Tx, counter: CounterTable): Promise<boolean> {
  const row = await tx
    .insertInto('counters')
    .values(counter)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}
