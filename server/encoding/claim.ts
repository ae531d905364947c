import { addFreeBlanks, beginEncoding, lockBatch, type BatchRow } from '../batches/index.ts'
import { beginCards, moveCard, type BegunCard } from '../cards/index.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { Step } from './card-job.ts'
import type { ClaimedCard, ClaimedStripe } from './claimed-card.ts'
import { findBegunStripe, findKnownChips, nextNumber, type KnownChip } from './queries.ts'
import { noteSteps } from './step-notes.ts'
import type { EncodingRunTable } from './table.ts'

export type ClaimRefusal =
  | 'batch-closed'
  | 'card-of-another-batch'
  | 'card-spoiled-already'
  | 'card-finished-already'
  | 'no-blanks-left'
  | 'batch-complete'

/** A chip that waits on a run's reader for its number. */
export interface ChipOnReader {
  run: Pick<EncodingRunTable, 'id' | 'batch_id' | 'station_id'>
  uid: string
  step: Step
}

/** `claimCards` for readers of one station and batch, told to those who watch. */
export async function claimAll(
  work: Work,
  chips: readonly [ChipOnReader, ...ChipOnReader[]],
): Promise<Result<ClaimedCard, ClaimRefusal>[]> {
  const uids = chips.map(({ uid }) => uid)
  const claimed = await claimCards(work, { batchId: chips[0].run.batch_id, uids })
  const [first, ...others] = chips.flatMap(({ run, step }, index) => {
    const result = claimed[index]
    return result?.ok ? [{ run, step, card: result.value }] : []
  })
  if (first) await noteSteps(work, first, ...others)
  return claimed
}

/**
 * Gives the chips on the readers their numbers, before a byte is written: a chip that was begun keeps the number that it
 * has, blanks get the batch's next. So neither a number nor a chip is ever used twice. Answers each chip in its place, and
 * refuses it in the order of `ClaimRefusal`.
 */
export async function claimCards(
  work: Work,
  { batchId, uids }: { batchId: string; uids: readonly string[] },
): Promise<Result<ClaimedCard, ClaimRefusal>[]> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch || batch.state === 'closed') return uids.map(() => refuse('batch-closed'))
  const begun = new Map((await beginBlanks(work, batch, [...new Set(uids)])).map((card) => [card.uid, card]))
  const others = uids.filter((uid) => !begun.has(uid))
  const known = new Map((await findKnownChips(work.tx, others)).map((chip) => [chip.uid, chip]))
  const none = begun.size === batch.free_blanks ? 'no-blanks-left' : 'batch-complete'
  return uids.map((uid) => {
    const [blank, chip] = [begun.get(uid), known.get(uid)]
    if (blank) return accept({ cardNumber: blank.cardNumber, position: blank.position })
    return chip ? judgeKnown(chip, batchId) : refuse(none)
  })
}

function judgeKnown(card: KnownChip, batchId: string): Result<ClaimedCard, ClaimRefusal> {
  if (card.batchId !== batchId) return refuse('card-of-another-batch')
  if (card.state === 'spoiled') return refuse('card-spoiled-already')
  if (card.state !== 'encoding') return refuse('card-finished-already')
  return accept({ cardNumber: card.cardNumber, position: card.position })
}

/** Begins those that are blank, as many as there are free blanks and numbers. */
async function beginBlanks(work: Work, batch: BatchRow, uids: readonly string[]): Promise<BegunCard[]> {
  const begun = await beginCards(work, { batchId: batch.id, uids, most: batch.free_blanks })
  if (begun.length === 0) return []
  if (batch.state !== 'encoding') await beginEncoding(work, batch.id)
  await addFreeBlanks(work.tx, batch.id, -begun.length)
  return begun
}

/**
 * The next number for a card that has only a stripe: `begun` again while it is not finished. Refuses with `batch-closed`,
 * `no-blanks-left`, `batch-complete`.
 */
export async function claimStripe(
  work: Work,
  { batchId, begun }: { batchId: string; begun: string | null },
): Promise<Result<ClaimedStripe, 'batch-closed' | 'no-blanks-left' | 'batch-complete'>> {
  const batch = await lockBatch(work.tx, batchId)
  if (!batch || batch.state === 'closed') return refuse('batch-closed')
  const known = begun === null ? undefined : await findBegunStripe(work.tx, begun)
  if (begun !== null && known) return accept({ cardNumber: begun, ...known })
  const next = await claimNext(work, batch)
  return next.ok ? accept({ ...next.value, isBegun: false }) : next
}

async function claimNext(
  work: Work,
  { id: batchId, state }: BatchRow,
): Promise<Result<ClaimedCard, 'no-blanks-left' | 'batch-complete'>> {
  if (!(await addFreeBlanks(work.tx, batchId, -1))) return refuse('no-blanks-left')
  const cardNumber = await nextNumber(work.tx, batchId)
  if (!cardNumber) return refuse('batch-complete')
  if (state !== 'encoding') await beginEncoding(work, batchId)
  const set = { has_chip: false }
  const moved = await moveCard(work, { cardNumber, from: ['numbered'], to: 'encoding', set })
  return moved.ok ? accept({ cardNumber, position: moved.value.position }) : refuse('batch-complete')
}
