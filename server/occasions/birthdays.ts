import type { KeyService } from '../keys/index.ts'
import { birthdayIndex, indexBirthdays } from '../members/index.ts'
import { audit } from '../platform/audit.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { inTransaction } from '../platform/transaction.ts'
import { earnPoints } from '../points/index.ts'
import { currentProgramme, expiryOf, versionAt, type Rules } from '../programmes/index.ts'
import { insertBirthdayGift, membersToGreet } from './queries.ts'

type Needs = Pick<Platform, 'db' | 'clock'>

const DAY_MS = 86_400_000
/** A shop whose server stood still for some days gives what was missed. */
const LOOKS_BACK_DAYS = 7
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Birthdays, as MM-DD, that are kept on a day: in a year without it, 29 February is kept on the 28th. */
export function birthdaysOn(day: string): string[] {
  const isLast = day.endsWith('-02-28') && nextDay(day).endsWith('-03-01')
  return isLast ? ['02-28', '02-29'] : [day.slice(5)]
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)

/**
 * Gives what the rules give for a birthday to everybody whose day it is or was in the last week, once a year. Birthdays are
 * found by a keyed index of month and day; nobody's is opened. Running it twice changes nothing.
 * @returns how many members had points
 */
export async function giveBirthdayPoints({ db, clock }: Needs, keys: KeyService): Promise<number> {
  await indexBirthdays(db, keys)
  const programme = await currentProgramme(db)
  if (!programme) return 0
  const now = clock.now()
  let given = 0
  for (let back = LOOKS_BACK_DAYS - 1; back >= 0; back -= 1) {
    const day = dayOf(new Date(now.getTime() - back * DAY_MS))
    const end = startOfDay(nextDay(day))
    const inForce = await versionAt(db, programme.id, end < now ? end : now)
    if (!inForce || inForce.rules.earn.birthdayPoints === 0) continue
    const asked = {
      programmeId: programme.id,
      birthdays: birthdaysOn(day).map((birthday) => birthdayIndex(keys, birthday)),
      year: Number(day.slice(0, 4)),
      joinedBefore: end,
    }
    for (let after = FIRST_ID; ;) {
      const members = await membersToGreet(db, { ...asked, after })
      for (const memberId of members) {
        const gift = { memberId, year: asked.year, rules: inForce.rules, now }
        if (await give({ db, clock }, gift)) given += 1
      }
      const last = members.at(-1)
      if (last === undefined) break
      after = last
    }
  }
  return given
}

const give = (
  { db }: Needs,
  { memberId, year, rules, now }: { memberId: string; year: number; rules: Rules; now: Date },
): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const work = { tx, now, id: newId(), actor: { kind: 'system' } } as const
    const points = BigInt(rules.earn.birthdayPoints)
    if (!(await insertBirthdayGift(tx, { member_id: memberId, year, points, given_at: now }))) return false
    await earnPoints(work, {
      memberId,
      points,
      reason: 'birthday',
      reference: `birthday:${year}`,
      happenedAt: now,
      expiresAt: expiryOf(rules, now),
      part: 'birthday',
    })
    await audit(work, { action: 'birthday.given', subject: `member:${memberId}`, details: { year } })
    return true
  })

/** Every morning before the shop opens. */
export const birthdayPoints = (needs: Needs, keys: KeyService): JobKind<never> => ({
  name: 'birthday-points',
  cron: '20 7 * * *',
  async handle() {
    await giveBirthdayPoints(needs, keys)
  },
})
