import type { KeyService } from '../keys/index.ts'
import { consentsOf, readIdentity } from '../members/index.ts'
import { sendMessage } from '../messages/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { membersWithPointsEnding, pointsEnding } from '../points/index.ts'
import { currentProgramme, monthOf, rulesAt } from '../programmes/index.ts'
import { hasRefusedReminders, insertReminder } from './queries.ts'
import { reminderToken } from './reminder-choice.ts'

type Needs = Pick<Platform, 'db' | 'clock' | 'jobs'> & { keys: KeyService; publicUrl: string }

const DAY_MS = 86_400_000
const MEMBERS_AT_ONCE = 200

/**
 * Tells members by a message which of their points end soon, once for each month in which some end, as early as the rules
 * say; only whoever has signed a consent, gave a phone and
 * wants to be told. Running it twice tells nobody twice.
 * @returns how many messages it wrote
 */
export async function remindOfExpiry(needs: Needs): Promise<number> {
  const { db, clock } = needs
  const now = clock.now()
  const programme = await currentProgramme(db)
  if (!programme) return 0
  const { remindDays } = await rulesAt(db, programme.id, now)
  if (remindDays === 0) return 0
  const until = new Date(startOfDay(dayOf(now)).getTime() + (remindDays + 1) * DAY_MS)
  let [told, after]: [number, string | undefined] = [0, undefined]
  for (;;) {
    const page = { now, until, after, limit: MEMBERS_AT_ONCE }
    const memberIds = await membersWithPointsEnding(db, page)
    for (const memberId of memberIds) if (await remind(needs, { memberId, now, until })) told += 1
    after = memberIds.at(-1)
    if (after === undefined) return told
  }
}

function remind(
  { db, jobs, keys, publicUrl }: Needs,
  { memberId, now, until }: { memberId: string; now: Date; until: Date },
): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const [first] = await pointsEnding(tx, { memberId, now, until })
    if (!first || (await consentsOf(tx, memberId)).length === 0) return false
    if (await hasRefusedReminders(tx, memberId)) return false
    const identity = await readIdentity(tx, keys, memberId)
    if (!identity) return false
    const lastDay = lastGoodDay(first.at)
    const month = monthOf(lastDay)
    const ofMonth = (await pointsEnding(tx, { memberId, now, until: endOf(month) })).filter(
      ({ at }) => monthOf(lastGoodDay(at)) === month,
    )
    const points = ofMonth.reduce((sum, each) => sum + each.points, 0n)
    if (!(await insertReminder(tx, { member_id: memberId, month, points, reminded_at: now }))) return false
    const work = { tx, now, id: newId(), actor: { kind: 'system' } } as const
    const choice = `${publicUrl}/t#r=${reminderToken(keys, memberId)}`
    const text = wording({ points, lastDay, choice })
    await sendMessage(work, { keys, jobs }, { channel: 'sms', to: identity.phone, text })
    await audit(work, { action: 'points.reminded', subject: `member:${memberId}`, details: { month } })
    return true
  })
}

/** Points that are gone from the first moment of a day on were good on the day before. */
const lastGoodDay = (goneAt: Date): string => dayOf(new Date(goneAt.getTime() - 1))

const endOf = (month: string): Date => new Date(startOfDay(`${month}-01`).getTime() + 32 * DAY_MS)

function wording({ points, lastDay, choice }: { points: bigint; lastDay: string; choice: string }): string {
  return `您有 ${points} 积分即将到期，最早 ${lastDay} 当天过后失效，欢迎来兑换。${points} of your points are about to end, the first of them after ${lastDay}. Come and redeem them. 不想再收到 / To stop these messages: ${choice}`
}

/** In the forenoon, when a message wakes nobody. */
export const expiryReminders = (needs: Needs): JobKind<never> => ({
  name: 'remind-of-expiry',
  cron: '0 10 * * *',
  async handle() {
    await remindOfExpiry(needs)
  },
})
