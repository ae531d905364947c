import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Of } from './subject.ts'
import type { WatchAlert, WatchCode, WatchSetting } from './schema.ts'
import type { Finding } from './sliding.ts'

export const openAlert = (tx: Tx, { watch, subject }: { watch: WatchCode; subject: string }) =>
  tx
    .selectFrom('watch_alerts')
    .select(['id', 'figure', 'last_at', 'facts_count'])
    .where('watch', '=', watch)
    .where('subject', '=', subject)
    .where('state', 'in', ['open', 'looked-into'])
    .forUpdate()
    .executeTakeFirst()

interface Written {
  id: string
  isNew: boolean
  watch: WatchCode
  subject: string
  version: number
  setting: WatchSetting
  of: Of
  finding: Finding
  /** false: what is there says more, and only grows longer */
  isHigher: boolean
  now: Date
}

export async function writeAlert(tx: Tx, alert: Written): Promise<void> {
  const { finding } = alert
  const evidence = {
    version: alert.version,
    setting: JSON.stringify(alert.setting),
    figure: BigInt(finding.figure),
    usual: finding.usual === null ? null : BigInt(finding.usual),
    first_at: new Date(finding.firstAt),
    facts_count: finding.factsCount,
    facts: JSON.stringify(finding.facts),
  }
  if (!alert.isNew) {
    await tx
      .updateTable('watch_alerts')
      .set({
        revision: sql`revision + 1`,
        told_at: alert.now,
        last_at: sql`greatest(last_at, ${new Date(finding.untilAt)})`,
        ...(alert.isHigher ? evidence : {}),
      })
      .where('id', '=', alert.id)
      .execute()
    return
  }
  await tx
    .insertInto('watch_alerts')
    .values({
      id: alert.id,
      watch: alert.watch,
      subject: alert.subject,
      revision: 1,
      state: 'open',
      ...alert.of,
      ...evidence,
      last_at: new Date(finding.untilAt),
      raised_at: alert.now,
      told_at: alert.now,
    })
    .execute()
}

/** What was decided upon: whatever happened until a moment, as far as it was known when it was told. */
export interface Decided {
  until: number
  knownAt: number
}

/**
 * Of each subject what was looked at and decided, which is not told again. Open alerts are held, so that none is decided
 * until what is found now has been told.
 */
export async function decidedOn(
  tx: Tx,
  watch: WatchCode,
  subjects: readonly string[],
): Promise<Map<string, Decided[]>> {
  const alerts = tx
    .selectFrom('watch_alerts')
    .where('watch', '=', watch)
    .where('subject', '=', sql<string>`ANY (${subjects}::text[])`)
  await alerts.select('id').where('state', 'in', ['open', 'looked-into']).forUpdate().execute()
  const rows = await alerts
    .select(['subject', 'last_at', 'told_at'])
    .where('state', 'in', ['released', 'confirmed'])
    .execute()
  const decided = new Map<string, Decided[]>()
  for (const { subject, last_at: until, told_at: knownAt } of rows) {
    const one = { until: until.getTime(), knownAt: knownAt.getTime() }
    decided.set(subject, [...(decided.get(subject) ?? []), one])
  }
  return decided
}

/** @returns whether it was not frozen by this alert before */
export async function freeze(
  tx: Tx,
  { alertId, frozen, at }: { alertId: string; frozen: string; at: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('watch_freezes')
    .values({ alert_id: alertId, frozen, frozen_at: at, released_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('alert_id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns whether something was frozen by this alert until now */
export async function unfreeze(tx: Tx, { alertId, at }: { alertId: string; at: Date }): Promise<boolean> {
  const row = await tx
    .updateTable('watch_freezes')
    .set({ released_at: at })
    .where('alert_id', '=', alertId)
    .where('released_at', 'is', null)
    .returning('alert_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Whether anything of these, a member, a till or a gift, waits for somebody to look. */
export async function isAnyFrozen(db: Db | Tx, ids: readonly string[]): Promise<boolean> {
  const { rows } = await sql<{ frozen: boolean }>`
    SELECT EXISTS (SELECT FROM watch_freezes WHERE frozen = ANY (${ids}::uuid[]) AND released_at IS NULL) AS frozen`.execute(
    db,
  )
  return rows[0]?.frozen ?? false
}

/** Of members, tills and gifts those that a watch keeps. */
export async function frozenAmong(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ frozen: string }>`
    SELECT frozen FROM watch_freezes WHERE frozen = ANY (${ids}::uuid[]) AND released_at IS NULL`.execute(tx)
  return new Set(rows.map(({ frozen }) => frozen))
}

export const lockAlert = (tx: Tx, id: string) =>
  tx
    .selectFrom('watch_alerts')
    .select(['id', 'watch', 'revision', 'state', 'staff_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()

export async function takeStep(
  tx: Tx,
  {
    alertId,
    ...step
  }: { alertId: string; step: WatchAlert['steps'][number]['step']; note: string; by: string; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO watch_steps (alert_id, position, step, note, taken_by, taken_at)
    SELECT ${alertId}, count(*) + 1, ${step.step}, ${step.note}, ${step.by}, ${step.at}
      FROM watch_steps WHERE alert_id = ${alertId}`.execute(tx)
  if (step.step === 'lifted') return
  await tx.updateTable('watch_alerts').set({ state: step.step }).where('id', '=', alertId).execute()
}

/** Those that wait first, then the newest. */
export const alertRows = (db: Db, limit: number) =>
  db
    .selectFrom('watch_alerts as a')
    .leftJoin('watch_freezes as f', (join) =>
      join.onRef('f.alert_id', '=', 'a.id').on('f.released_at', 'is', null),
    )
    .selectAll('a')
    .select('f.frozen')
    .orderBy(sql`a.state IN ('open', 'looked-into') OR f.frozen IS NOT NULL`, 'desc')
    .orderBy('a.raised_at', 'desc')
    .orderBy('a.id')
    .limit(limit)
    .execute()

export const stepsOf = (db: Db, alertIds: readonly string[]) =>
  db
    .selectFrom('watch_steps')
    .innerJoin('staff', 'staff.id', 'taken_by')
    .select(['alert_id', 'step', 'note', 'taken_at', 'display_name'])
    .where('alert_id', '=', sql<string>`ANY (${alertIds}::uuid[])`)
    .orderBy('alert_id')
    .orderBy('position')
    .execute()

/** How often each watch spoke, and what came of it. */
export const outcomes = (db: Db) =>
  db
    .selectFrom('watch_alerts')
    .select(({ fn }) => [
      'watch',
      fn.countAll<bigint>().as('spoke'),
      fn.countAll<bigint>().filterWhere('state', '=', 'released').as('released'),
      fn.countAll<bigint>().filterWhere('state', '=', 'confirmed').as('confirmed'),
    ])
    .groupBy('watch')
    .execute()

/** Names by id, of tills, counters, gifts, staff and partners at once. */
export async function namesOf(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, { zh: string; en: string }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; zh: string; en: string }>`
    SELECT id, name AS zh, name AS en FROM tills WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name, name FROM counters WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name_zh, name_en FROM gifts WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, display_name, display_name FROM staff WHERE id = ANY (${ids}::uuid[])
    UNION ALL SELECT id, name_zh, name_en FROM partners WHERE id = ANY (${ids}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, zh, en }) => [id, { zh, en }]))
}

export async function isAnyFrozenBy(tx: Tx, alertId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('watch_freezes')
    .select('alert_id')
    .where('alert_id', '=', alertId)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}
