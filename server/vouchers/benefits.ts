import { sql } from 'kysely'
import type { KeyService } from '../keys/index.ts'
import { findLevelAt } from '../levels/index.ts'
import { dayOf, startOfDay } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { levelOf, rulesAt, type Level } from '../programmes/index.ts'
import { issueVoucher } from './issuing.ts'
import type { Benefit, TakenBenefit } from './schema.ts'

type LevelBenefit = Level['benefits'][number]

/** A benefit that is renamed is another one: its count begins anew. */
const codeOfBenefit = ({ kind, nameZh }: LevelBenefit): string => `${kind}/${nameZh}`

const yearOf = (moment: Date): number => Number(dayOf(moment).slice(0, 4))

async function benefitsNow(db: Db | Tx, memberId: string, now: Date): Promise<LevelBenefit[]> {
  const member = await findLevelAt(db, memberId, now)
  if (!member) return []
  const rules = await rulesAt(db, member.programmeId, now)
  return (levelOf(rules, member.level) ?? rules.levels[0])?.benefits ?? []
}

/** What a member's level gives, and of what is counted how much is left this calendar year. */
export async function benefitsOf(db: Db, memberId: string, now: Date): Promise<Benefit[]> {
  const benefits = await benefitsNow(db, memberId, now)
  const rows = await db
    .selectFrom('benefit_counts')
    .select(['benefit', 'used'])
    .where('member_id', '=', memberId)
    .where('year', '=', yearOf(now))
    .execute()
  const used = new Map(rows.map((row) => [row.benefit, row.used]))
  return benefits.map((benefit) => {
    const code = codeOfBenefit(benefit)
    const { kind, nameZh, nameEn, perYear } = benefit
    const left = perYear === null ? null : Math.max(0, perYear - (used.get(code) ?? 0))
    return { code, kind, nameZh, nameEn, perYear, left }
  })
}

/** As `benefitsOf`, for the office. Refuses with `member-unknown`. */
export const benefitsOfKnown = async (
  db: Db,
  memberId: string,
  now: Date,
): Promise<Result<Benefit[], 'member-unknown'>> =>
  (await findLevelAt(db, memberId, now))
    ? accept(await benefitsOf(db, memberId, now))
    : refuse('member-unknown')

/**
 * Takes a counted benefit of the member's level: a voucher without an amount, good until the year ends. Refuses with
 * `benefit-unknown`, `benefit-not-counted`, `benefit-used-up` (`perYear`).
 */
export async function takeBenefit(
  work: Work,
  keys: KeyService,
  { memberId, benefit: code }: { memberId: string; benefit: string },
): Promise<Result<TakenBenefit, 'benefit-unknown' | 'benefit-not-counted' | 'benefit-used-up'>> {
  const benefit = (await benefitsNow(work.tx, memberId, work.now)).find(
    (each) => codeOfBenefit(each) === code,
  )
  if (!benefit) return refuse('benefit-unknown')
  const { perYear, nameZh, nameEn } = benefit
  if (perYear === null) return refuse('benefit-not-counted')
  const year = yearOf(work.now)
  const used = await countOne(work.tx, { memberId, year, code, perYear })
  if (used === undefined) return refuse('benefit-used-up', { perYear })
  const voucherId = await issueVoucher(work, keys, {
    memberId,
    value: { kind: 'benefit' },
    origin: 'benefit',
    reference: `benefit:${year}/${code}`,
    name_zh: nameZh,
    name_en: nameEn,
    keeps_change: false,
    minimum_fen: 0n,
    expiresAt: startOfDay(`${year + 1}-01-01`),
  })
  return accept({ voucherId, left: perYear - used })
}

interface Counted {
  memberId: string
  year: number
  code: string
}

/** One statement, so that no two can take the last. @returns how many are used; undefined when none was left */
async function countOne(
  tx: Tx,
  { memberId, year, code, perYear }: Counted & { perYear: number },
): Promise<number | undefined> {
  const counted = await sql<{ used: number }>`
    INSERT INTO benefit_counts (member_id, year, benefit, used) VALUES (${memberId}, ${year}, ${code}, 1)
      ON CONFLICT (member_id, year, benefit) DO UPDATE SET used = benefit_counts.used + 1
        WHERE benefit_counts.used < ${perYear}
    RETURNING used`.execute(tx)
  return counted.rows[0]?.used
}

/** A benefit that was taken and not used counts no more: its voucher was voided. */
export async function uncount(tx: Tx, memberId: string, reference: string): Promise<void> {
  const [, year, benefit] = /^benefit:(\d+)\/(.*)$/s.exec(reference) ?? []
  await tx
    .updateTable('benefit_counts')
    .set((row) => ({ used: row('used', '-', 1) }))
    .where('member_id', '=', memberId)
    .where('year', '=', Number(year))
    .where('benefit', '=', benefit ?? '')
    .where('used', '>', 0)
    .execute()
}
