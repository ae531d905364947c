import { timingSafeEqual } from 'node:crypto'
import type { KeyService } from '../keys/index.ts'
import { findMember } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { hasRefusedReminders, setRemindersRefused } from './queries.ts'
import type { ReminderChoice } from './schema.ts'

/** What a member wished last. Refuses with `member-unknown`. */
export async function remindersOf(
  db: Db,
  memberId: string,
): Promise<Result<ReminderChoice, 'member-unknown'>> {
  if (!(await findMember(db, memberId))) return refuse('member-unknown')
  return accept({ isWanted: !(await hasRefusedReminders(db, memberId)) })
}

/** Whether a member is reminded at all from now on, as they wish. Saying it again changes nothing. Refuses with `member-unknown`. */
export async function wantReminders(
  work: Work,
  { memberId, isWanted }: { memberId: string; isWanted: boolean },
): Promise<Result<ReminderChoice, 'member-unknown'>> {
  if (!(await findMember(work.tx, memberId))) return refuse('member-unknown')
  if (await setRemindersRefused(work.tx, { memberId, refusedAt: isWanted ? null : work.now })) {
    const action = isWanted ? 'reminders.wanted' : 'reminders.refused'
    await audit(work, { action, subject: `member:${memberId}` })
  }
  return accept({ isWanted })
}

const markOf = (keys: KeyService, memberId: string): string =>
  Buffer.from(keys.blindIndex('reminder-choice', memberId)).toString('base64url').slice(0, 22)

/** Stands behind `#r=` in each reminder: whoever got the message may choose, and nobody can make one for another member. */
export const reminderToken = (keys: KeyService, memberId: string): string =>
  `${Buffer.from(memberId.replaceAll('-', ''), 'hex').toString('base64url')}~${markOf(keys, memberId)}`

/** @returns the member whom a token was made for; undefined of one that we did not make */
function memberOf(keys: KeyService, token: string): string | undefined {
  const [id = '', mark = ''] = token.split('~')
  const hex = Buffer.from(id, 'base64url').toString('hex')
  const memberId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const [given, made] = [Buffer.from(mark), Buffer.from(markOf(keys, memberId))]
  return given.length === made.length && timingSafeEqual(given, made) ? memberId : undefined
}

/** What the member whom a message was for wished last. Refuses with `reminder-unknown`. */
export async function remindersByToken(
  db: Db,
  keys: KeyService,
  token: string,
): Promise<Result<ReminderChoice, 'reminder-unknown'>> {
  const memberId = memberOf(keys, token)
  const found = memberId === undefined ? undefined : await remindersOf(db, memberId)
  return found?.ok ? found : refuse('reminder-unknown')
}

/** What whoever got a message wishes from now on. Refuses with `reminder-unknown`. */
export async function chooseByToken(
  work: Work,
  keys: KeyService,
  { token, isWanted }: { token: string; isWanted: boolean },
): Promise<Result<ReminderChoice, 'reminder-unknown'>> {
  const memberId = memberOf(keys, token)
  const found = memberId === undefined ? undefined : await wantReminders(work, { memberId, isWanted })
  return found?.ok ? found : refuse('reminder-unknown')
}
