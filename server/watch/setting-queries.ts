import type { Insertable } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { WatchCode, WatchSetting } from './schema.ts'
import type { WatchSettingTable } from './table.ts'
import { WATCHES } from './watches.ts'

export interface SettingInForce {
  /** 0 for what the product comes with */
  version: number
  setting: WatchSetting
}

/** What each watch goes by now. */
export async function settingsInForce(db: Db | Tx): Promise<Map<WatchCode, SettingInForce>> {
  const rows = await db
    .selectFrom('watch_settings')
    .distinctOn('watch')
    .select(['watch', 'version', 'setting'])
    .where('state', '=', 'in-force')
    .orderBy('watch')
    .orderBy('version', 'desc')
    .execute()
  const codes = Object.keys(WATCHES) as WatchCode[]
  return new Map(
    codes.map((watch) => [
      watch,
      rows.find((row) => row.watch === watch) ?? { version: 0, setting: WATCHES[watch].usual },
    ]),
  )
}

export const proposals = (db: Db | Tx) =>
  db
    .selectFrom('watch_settings')
    .innerJoin('staff', 'staff.id', 'set_by')
    .select(['watch', 'version', 'setting', 'set_by', 'set_at', 'reason', 'display_name'])
    .where('state', '=', 'proposed')
    .execute()

/** The highest version that a watch ever had, of whatever became of it; held against others who set it. */
export async function lastVersion(tx: Tx, watch: WatchCode): Promise<number> {
  const row = await tx
    .selectFrom('watch_settings')
    .select('version')
    .where('watch', '=', watch)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.version ?? 0
}

/** @returns false when somebody else was quicker */
export async function insertSetting(tx: Tx, row: Insertable<WatchSettingTable>): Promise<boolean> {
  const set = await tx
    .insertInto('watch_settings')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst()
  return set !== undefined
}

export const lockProposal = (tx: Tx, { watch, version }: { watch: WatchCode; version: number }) =>
  tx
    .selectFrom('watch_settings')
    .select(['set_by', 'setting'])
    .where('watch', '=', watch)
    .where('version', '=', version)
    .where('state', '=', 'proposed')
    .forUpdate()
    .executeTakeFirst()

export async function endProposal(
  tx: Tx,
  {
    watch,
    version,
    ...set
  }: {
    watch: WatchCode
    version: number
    state: 'in-force' | 'refused'
    decided_by: string
    decided_at: Date
    alone_reason: string
  },
): Promise<void> {
  await tx
    .updateTable('watch_settings')
    .set(set)
    .where('watch', '=', watch)
    .where('version', '=', version)
    .execute()
}
