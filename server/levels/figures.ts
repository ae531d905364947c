import type { Standing } from '../programmes/index.ts'
import type { Figures } from './queries.ts'

export type { Figures }

export const NOTHING: Figures = { spendFen: 0n, purchases: 0, activeMonths: 0, largestFen: 0n, complaints: 0 }

/** Whether figures show all that is asked for. */
export const meets = (figures: Figures, asked: Standing): boolean =>
  figures.spendFen >= BigInt(asked.spendFen) &&
  figures.purchases >= asked.purchases &&
  figures.activeMonths >= asked.activeMonths &&
  (asked.maxComplaints === null || figures.complaints <= asked.maxComplaints)
