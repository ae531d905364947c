import type { Standing } from '../programmes/index.ts'

/** What a member has bought over some time, less what came back. */
export interface Figures {
  spendFen: bigint
  /** purchases of which something was kept */
  purchases: number
  /** months with such a purchase, in the shop's zone */
  activeMonths: number
  /** the largest of them */
  largestFen: bigint
  /** none is recorded yet: they come with the members' own questions and complaints */
  complaints: number
}

export const NOTHING: Figures = { spendFen: 0n, purchases: 0, activeMonths: 0, largestFen: 0n, complaints: 0 }

/** Whether figures show all that is asked for. */
export const meets = (figures: Figures, asked: Standing): boolean =>
  figures.spendFen >= BigInt(asked.spendFen) &&
  figures.purchases >= asked.purchases &&
  figures.activeMonths >= asked.activeMonths &&
  (asked.maxComplaints === null || figures.complaints <= asked.maxComplaints)
