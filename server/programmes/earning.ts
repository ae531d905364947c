import type { Sentence } from '../platform/schema.ts'
import type { Rules } from './schema.ts'
import { yuan } from './wording.ts'

/** Points of one receipt: one for each full unit paid, the remainder dropped. */
export const pointsForReceipt = ({ earn }: Rules, paidFen: bigint): bigint => paidFen / BigInt(earn.unitFen)

/** The same as a sentence for the receipt. */
export function pointsInWords(rules: Rules, paidFen: bigint): Sentence {
  const points = pointsForReceipt(rules, paidFen)
  const unitYuan = rules.earn.unitFen / 100
  return {
    zh: `实付 ${yuan(paidFen)}，每满 ${unitYuan} 元积 1 分，共 ${points} 分`,
    en: `${yuan(paidFen)} paid, 1 point for each full ${unitYuan} yuan: ${points} points`,
  }
}
