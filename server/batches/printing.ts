import type { CardData } from '../../card-designs/engine/card-data.ts'
import { languages } from '../../card-designs/engine/design-elements.ts'
import { elementsWithin, sides, type Design } from '../../card-designs/engine/design.ts'
import { fieldsOf } from '../../card-designs/engine/layout.ts'
import type { PressProfile } from '../../card-designs/engine/pdf-kit.ts'
import type { PrinterProfile, SheetPlan } from '../../card-designs/engine/sheet.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import { audit } from '../platform/audit.ts'
import type { Work } from '../platform/work.ts'
import { derivedId } from '../platform/ids.ts'
import { holderOf, qrText, securityCode } from '../cards/index.ts'
import { designOf } from '../designs/index.ts'
import { MEMBER_FIELDS, memberOnCard } from '../members/index.ts'
import { advanceBatch } from './state.ts'
import type { BatchRow } from './table.ts'
import { fieldsToWrite } from './word-fields.ts'
import { wordsReader } from './worded-cards.ts'

/**
 * Cards of a batch, front and back, for whoever says afterwards, with `notePrint`, which of them were printed: a side a page
 * for a card printer, many to a page for one that prints sheets. Piece by piece, so that ten thousand never lie in memory.
 * Throws `DesignError` at a card that cannot be printed as designed.
 */
export async function renderCards(
  { db, keys }: { db: Db | Tx; keys: KeyService },
  batch: BatchRow,
  { cardNumbers, sheet, ...made }: CardsToRender,
): Promise<AsyncIterable<Uint8Array>> {
  const design = await designOf(db, orderedWith(batch))
  const cards = cardData({ db, keys }, { batch, design }, cardNumbers)
  if (sheet) {
    const { renderSheetsPdf } = await import('../../card-designs/engine/sheets-pdf.ts')
    return renderSheetsPdf(design, cards, { ...made, plan: sheet })
  }
  const { renderCardsPdf } = await import('../../card-designs/engine/cards-pdf.ts')
  return renderCardsPdf(design, cards, made)
}

/**
 * The same as `renderCards`, by several threads: for files of many cards. Tells after each hundred cards or so how many are
 * in it.
 */
export async function renderManyCards(
  { db, keys }: { db: Db | Tx; keys: KeyService },
  batch: BatchRow,
  { cardNumbers, sheet, onProgress, ...made }: CardsToRender & { onProgress: (cards: number) => void },
): Promise<AsyncIterable<Uint8Array>> {
  const design = await designOf(db, orderedWith(batch))
  const { renderCardsPdfInThreads } = await import('../../card-designs/engine/cards-pdf-threads.ts')
  return renderCardsPdfInThreads(design, cardData({ db, keys }, { batch, design }, cardNumbers), {
    ...made,
    plan: sheet,
    onProgress: ({ cards }) => onProgress(cards),
  })
}

export interface CardsToRender {
  cardNumbers: Iterable<string> | AsyncIterable<string>
  /** how they stand on a sheet; a side a page when absent */
  sheet?: SheetPlan | undefined
  /** how far the printer misses; exact when absent */
  profile?: PrinterProfile | undefined
  /** the press that the file is made for */
  press?: PressProfile | undefined
}

export const orderedWith = ({ design: code, design_version: version }: BatchRow) => ({ code, version })

export interface Print {
  batchId: string
  /** positions */
  first: number
  last: number
  /** of the staff */
  printedBy: string
}

/** Writes down that cards between these positions were printed; the batch's first print moves it on. */
export async function notePrint(work: Work, { batchId, first, last, printedBy }: Print): Promise<void> {
  await work.tx
    .insertInto('batch_prints')
    .values({
      id: derivedId(work.id, 'print'),
      batch_id: batchId,
      first_position: first,
      last_position: last,
      printed_by: printedBy,
      printed_at: work.now,
    })
    .execute()
  const details = { first, last }
  const isFirst = await advanceBatch(work, { batchId, from: ['numbered'], to: 'printed', details })
  if (!isFirst) await audit(work, { action: 'batch.printed', subject: `batch:${batchId}`, details })
}

/**
 * What is printed on each card: what was written for it, on one that is meant for a member what the design shows of them,
 * too. Where it wants a photo and there is none, the engine stops at that card.
 */
async function* cardData(
  { db, keys }: { db: Db | Tx; keys: KeyService },
  { batch, design }: { batch: BatchRow; design: Design },
  cardNumbers: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<CardData> {
  const isPersonal = showsMember(design)
  const wordsOf = fieldsToWrite(design).length > 0 ? wordsReader(db, keys) : undefined
  for await (const cardNumber of cardNumbers) {
    const holder = isPersonal ? await holderOf(db, cardNumber) : undefined
    const personal = holder === undefined ? {} : await memberOnCard(db, keys, holder)
    yield { ...(await wordsOf?.(cardNumber)), ...personal, ...cardDataOf(keys, batch, cardNumber) }
  }
}

const showsMember = (design: Design): boolean =>
  sides.some((side) =>
    [...elementsWithin(design[side].elements)].some((element) =>
      languages.some((language) =>
        fieldsOf(element, language).some((field) => (MEMBER_FIELDS as readonly string[]).includes(field)),
      ),
    ),
  )

function cardDataOf(keys: KeyService, batch: BatchRow, cardNumber: string): CardData {
  const code = securityCode(keys, { cardNumber, keyGeneration: batch.key_version })
  return { cardNumber, qr: qrText(keys, batch.public_url, cardNumber), securityCode: code }
}
