import { publish, type LiveEvent } from '../platform/events.ts'
import type { Work } from '../platform/work.ts'
import type { Step } from './card-job.ts'
import type { ClaimedCard } from './claimed-card.ts'
import { updateSteps } from './queries.ts'
import type { EncodingRunTable } from './table.ts'

/** What is being done on a run; `card` is known once it has its number. */
export interface StepNote {
  run: Pick<EncodingRunTable, 'id' | 'batch_id'>
  step: Step
  card: ClaimedCard | undefined
}

/** Keeps and tells what runs are at, each once. */
export async function noteSteps(work: Work, ...notes: [StepNote, ...StepNote[]]): Promise<void> {
  await updateSteps(
    work.tx,
    notes.map(({ run, step, card }) => ({ runId: run.id, step, cardNumber: card?.cardNumber ?? null })),
  )
  const [first, ...others] = notes
  await publish(work, told(first), ...others.map(told))
}

function told({ run, step, card }: StepNote): LiveEvent {
  const [cardNumber, position] = [card?.cardNumber ?? null, card?.position ?? null]
  return { topic: `batch:${run.batch_id}`, type: 'step', data: { runId: run.id, step, cardNumber, position } }
}
