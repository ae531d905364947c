import { insertMovement, spoilCard } from '../batches/index.ts'
import { finishCards } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { actorName } from '../platform/actor.ts'
import { publish } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import type { Encoded } from './card-job.ts'
import { noteFinished, updateRun } from './queries.ts'
import type { EncodingRunTable } from './table.ts'

type Run = Pick<EncodingRunTable, 'id' | 'batch_id' | 'station_id'>
type FinishedCard = Extract<Encoded, { outcome: 'finished' }>
type SpoiledCard = Extract<Encoded, { outcome: 'spoiled' }>

/** A card that came out finished on its run. */
export interface Finished {
  run: Run
  encoded: FinishedCard
}

/** Writes down cards that are finished: their state, their blanks, their runs. Refuses each that was not being encoded any more. */
export async function finishAll(
  work: Work,
  all: readonly Finished[],
): Promise<Result<undefined, 'card-not-in-state'>[]> {
  const cards = all.map(({ encoded: { card, sunCounter, stripeWritten } }) => ({
    cardNumber: card.cardNumber,
    sunCounter,
    stripeWritten,
  }))
  const isFinished = await finishCards(work, cards)
  const [first, ...others] = all.filter(({ encoded }) => isFinished.has(encoded.card.cardNumber))
  if (first) {
    await insertMovement(work.tx, issued(work, first), ...others.map((one) => issued(work, one)))
    await noteFinished(work.tx, {
      cards: [first, ...others].map(({ run, encoded }) => ({
        runId: run.id,
        cardNumber: encoded.card.cardNumber,
      })),
      now: work.now,
    })
    await publish(work, told(first), ...others.map(told))
  }
  return cards.map(({ cardNumber }) =>
    isFinished.has(cardNumber) ? accept(undefined) : refuse('card-not-in-state'),
  )
}

const issued = (work: Work, { run, encoded }: Finished) => ({
  id: newId(),
  batch_id: run.batch_id,
  kind: 'issued' as const,
  quantity: 1,
  card_number: encoded.card.cardNumber,
  reason: '',
  recorded_by: actorName(work.actor),
  recorded_at: work.now,
  station_id: run.station_id,
})

const told = ({ run, encoded: { card } }: Finished) => ({
  topic: `batch:${run.batch_id}`,
  type: 'card-finished',
  data: { runId: run.id, cardNumber: card.cardNumber, position: card.position },
})

/** Writes down a card that can never be finished. */
export async function spoilOne(
  work: Work,
  { run, encoded, keys }: { run: Run; encoded: SpoiledCard; keys: KeyService },
): Promise<Result<unknown>> {
  const { card, reason } = encoded
  const { cardNumber } = card
  const spoiled = await spoilCard(work, { keys, cardNumber, reason, stationId: run.station_id })
  if (!spoiled.ok) return spoiled
  const set = { last_step: 'spoiled', last_error: null, card_number: cardNumber }
  await updateRun(work.tx, run.id, { from: ['running', 'paused', 'finished'], set })
  return spoiled
}
