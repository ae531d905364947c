import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { ActivityTable } from './table.ts'

export async function insertActivity(tx: Tx, activity: ActivityTable): Promise<void> {
  await tx.insertInto('activities').values(activity).execute()
}

export type ActivityRow = ActivityTable & { checked_in: number }

/** Days come as text: a day has no hour. */
const ACTIVITY = sql`
  SELECT a.id, a.programme_id, a.code, a.name_zh, a.name_en, a.from_day::text AS from_day, a.until_day::text AS until_day,
         a.state, a.opened_by, a.opened_at,
         (SELECT count(*)::int FROM activity_check_ins c WHERE c.activity_id = a.id) AS checked_in
    FROM activities a`

/** Newest first, at most a hundred. */
export async function listActivities(db: Db): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    ${ACTIVITY} ORDER BY a.until_day DESC, a.opened_at DESC LIMIT 100`.execute(db)
  return rows
}

/** Check-ins of a member that count for an activity: its own, and those of one that was to last into its days and was ended. */
const checkInsFor = (memberId: string) => sql`
  SELECT FROM activities o JOIN activity_check_ins c ON c.activity_id = o.id AND c.member_id = ${memberId}
   WHERE o.id = a.id
      OR o.programme_id = a.programme_id AND o.code = a.code
         AND o.from_day <= a.until_day AND o.until_day >= a.from_day`

export async function isCheckedIn(
  tx: Tx,
  { activityId, memberId }: { activityId: string; memberId: string },
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (${checkInsFor(memberId)}) AS found FROM activities a WHERE a.id = ${activityId}`.execute(
    tx,
  )
  return rows[0]?.found === true
}

/** Those for which members of a programme can be checked in on a day, and who has not been. */
export async function openActivitiesFor(db: Db, memberId: string, day: string): Promise<ActivityRow[]> {
  const { rows } = await sql<ActivityRow>`
    ${ACTIVITY}
      JOIN members m ON m.programme_id = a.programme_id AND m.id = ${memberId}
     WHERE a.state = 'open' AND ${day}::date BETWEEN a.from_day AND a.until_day
       AND NOT EXISTS (${checkInsFor(memberId)})
     ORDER BY a.until_day, a.id`.execute(db)
  return rows
}

/** Held against being closed meanwhile; several may check in at once. */
export async function holdActivity(tx: Tx, id: string): Promise<ActivityRow | undefined> {
  const { rows } = await sql<ActivityRow>`${ACTIVITY} WHERE a.id = ${id} FOR SHARE OF a`.execute(tx)
  return rows[0]
}

/** One opens activities of a programme after another. */
export async function lockProgramme(tx: Tx, programmeId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('programmes')
    .select('id')
    .where('id', '=', programmeId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row !== undefined
}

export async function isOpenBetween(
  tx: Tx,
  { programmeId, code, fromDay, untilDay }: Record<'programmeId' | 'code' | 'fromDay' | 'untilDay', string>,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    SELECT EXISTS (SELECT FROM activities
                    WHERE programme_id = ${programmeId} AND code = ${code} AND state = 'open'
                      AND from_day <= ${untilDay}::date AND until_day >= ${fromDay}::date) AS found`.execute(
    tx,
  )
  return rows[0]?.found === true
}

/** @returns false where there is none that is open */
export async function closeActivity(tx: Tx, id: string): Promise<boolean> {
  const closed = await tx
    .updateTable('activities')
    .set({ state: 'closed' })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst()
  return closed !== undefined
}

/** @returns false for whoever is checked in already */
export async function insertCheckIn(
  tx: Tx,
  checkIn: {
    activity_id: string
    member_id: string
    card_number: string
    points: bigint
    checked_in_at: Date
  },
): Promise<boolean> {
  const row = await tx
    .insertInto('activity_check_ins')
    .values(checkIn)
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Members of a programme with one of these birthdays who had joined by then and have had nothing for it this year. */
export async function membersToGreet(
  db: Db,
  asked: {
    programmeId: string
    birthdays: readonly Uint8Array[]
    year: number
    joinedBefore: Date
    after: string
  },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT m.id FROM member_identities i JOIN members m ON m.id = i.member_id
     WHERE i.birthday_index = ANY (${asked.birthdays.map((index) => Buffer.from(index))}::bytea[])
       AND m.programme_id = ${asked.programmeId} AND m.joined_at < ${asked.joinedBefore} AND m.id > ${asked.after}
       AND NOT EXISTS (SELECT FROM birthday_gifts g WHERE g.member_id = m.id AND g.year = ${asked.year})
     ORDER BY m.id LIMIT 200`.execute(db)
  return rows.map(({ id }) => id)
}

/** @returns false where this year's was given already */
export async function insertBirthdayGift(
  tx: Tx,
  gift: { member_id: string; year: number; points: bigint; given_at: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('birthday_gifts')
    .values(gift)
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id')
    .executeTakeFirst()
  return row !== undefined
}

/** @returns false where the member was reminded of this month already */
export async function insertReminder(
  tx: Tx,
  reminder: { member_id: string; month: string; points: bigint; reminded_at: Date },
): Promise<boolean> {
  const row = await tx
    .insertInto('expiry_reminders')
    .values(reminder)
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id')
    .executeTakeFirst()
  return row !== undefined
}

export const hasRefusedReminders = async (tx: Db | Tx, memberId: string): Promise<boolean> =>
  (await tx
    .selectFrom('reminders_refused')
    .select('member_id')
    .where('member_id', '=', memberId)
    .executeTakeFirst()) !== undefined

/**
 * `refusedAt` null: they want to be reminded.
 * @returns whether that changes anything
 */
export async function setRemindersRefused(
  tx: Tx,
  { memberId, refusedAt }: { memberId: string; refusedAt: Date | null },
): Promise<boolean> {
  const changed =
    refusedAt === null
      ? tx.deleteFrom('reminders_refused').where('member_id', '=', memberId).returning('member_id')
      : tx
          .insertInto('reminders_refused')
          .values({ member_id: memberId, refused_at: refusedAt })
          .onConflict((conflict) => conflict.doNothing())
          .returning('member_id')
  return (await changed.executeTakeFirst()) !== undefined
}
