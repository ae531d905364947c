import type { Db } from '../platform/database.ts'
import { accept, type Result } from '../platform/refusal.ts'
import { pointsForReceipt, pointsInWords } from '../programmes/index.ts'
import { asLines, judgeSale, type JudgeRefusal, type Sale } from './judging.ts'
import type { Quote } from './schema.ts'

/** What a receipt costs with a card, line by line, and what it would earn. Writes nothing; refuses as `judgeSale`. */
export async function quote(db: Db, sale: Sale): Promise<Result<Quote, JudgeRefusal>> {
  const judged = await judgeSale(db, sale)
  if (!judged.ok) return judged
  const { level, inForce, priced } = judged.value
  const { tagFen, payFen } = priced
  return accept({
    level,
    lines: asLines(priced),
    tagFen: Number(tagFen),
    payFen: Number(payFen),
    savedFen: Number(tagFen - payFen),
    points: Number(pointsForReceipt(inForce.rules, payFen)),
    pointsWords: pointsInWords(inForce.rules, payFen),
  })
}
