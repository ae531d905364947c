import type { Db } from '../platform/database.ts'
import { inTransaction } from '../platform/transaction.ts'
import { findEntries, findSettled } from './queries.ts'
import type { OfficeWord, WaitingTexts } from './schema.ts'
import { showVerdict } from './verdict.ts'

/**
 * What the office has said of texts that a revoked tablet still keeps: by its hash each that was judged, from the saved file or
 * before, and whether two people gave the rest up. Nothing is taken in by it.
 */
export const officeWord = (db: Db, tabletId: string, { texts }: WaitingTexts): Promise<OfficeWord> =>
  inTransaction(db, async (tx) => {
    const hashes = texts.map(({ hash }) => hash)
    const settled = await findSettled(tx, tabletId, hashes)
    const numbers = texts.map(({ number }) => number)
    const entries = new Map((await findEntries(tx, tabletId, numbers)).map((row) => [row.text_hash, row]))
    const writeOff = await tx
      .selectFrom('tablet_write_offs')
      .select('reason')
      .where('tablet_id', '=', tabletId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst()
    const verdicts = texts.flatMap(({ number, hash }) => {
      const judged = entries.get(hash)
      if (judged) return [showVerdict(judged)]
      const as = settled.get(hash)
      if (!as) return []
      return [showVerdict({ number, verdict: as === 'dropped' ? 'refused' : as, reason: null, action: null })]
    })
    return { verdicts, writtenOff: writeOff ? { reason: writeOff.reason } : null }
  })
