import { audit } from '../platform/audit.ts'
import { dayOf } from '../platform/clock.ts'
import type { JobKind } from '../platform/jobs.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { closeMonths } from '../reports/index.ts'
import {
  addYear,
  detachYear,
  insertArchive,
  keepOpenings,
  oldestYear,
  undividedRows,
} from './archive-queries.ts'

/** Returns of goods and holds of gifts look back no further. */
const YEARS_KEPT = 2
const YEARS_AHEAD = 2

const yearOf = (moment: Date): number => Number(dayOf(moment).slice(0, 4))

export type ArchiveRefusal = 'year-too-young' | 'year-not-oldest' | 'year-undivided'

/**
 * Takes a year's transfers out of the ledger: they lie in the schema `points_archive` afterwards, where nobody
 * writes, and what members had at its end stands as their opening. Accounts and lots stay as they are; its months are
 * closed for the report before.
 * Refuses with `year-too-young` (its end is not two years ago), `year-not-oldest` (with the `oldest`), `year-undivided`
 * (some of its rows were written before there was a table for it).
 * @returns how many transfers it took out
 */
export async function archiveYear(work: Work, year: number): Promise<Result<number, ArchiveRefusal>> {
  const { tx, now } = work
  if (year >= yearOf(now) - YEARS_KEPT) return refuse('year-too-young')
  const oldest = await oldestYear(tx)
  if (oldest !== year) return refuse('year-not-oldest', oldest === undefined ? undefined : { oldest })
  if (await undividedRows(tx, year)) return refuse('year-undivided')
  await closeMonths(tx, now)
  const transfers = await insertArchive(tx, year, now)
  await keepOpenings(tx, year)
  await detachYear(tx, year)
  await audit(work, { action: 'points.archived', subject: `year:${year}`, details: { transfers } })
  return accept(transfers)
}

/** Each night: the years to come have their tables before anybody writes into them. */
export const yearsAhead = ({ db, clock }: Pick<Platform, 'db' | 'clock'>): JobKind<never> => ({
  name: 'points-years',
  cron: '10 3 * * *',
  async handle() {
    const year = yearOf(clock.now())
    for (let ahead = 0; ahead <= YEARS_AHEAD; ahead += 1) await addYear(db, year + ahead)
  },
})
