import { reRead, type ReRead } from '../../api/bench.ts'
import { call } from '../../api/call.ts'
import { skipCard, type Run } from '../../api/encoding.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { ExaminedCard } from '../bench/examination.tsx'
import { SpoilDialog } from '../batches/spoil-dialog.tsx'
import { LabelLink } from './label-link.tsx'
import { taskOf } from './steps.ts'
import { useText } from './texts.ts'
import type { Now } from './use-progress.ts'

/** What may be done with the card on this reader besides writing it: set it aside, spoil it, label it, read it again. */
export function CardMoves({ run, now, isStripeOnly }: { run: Run; now: Now; isStripeOnly: boolean }) {
  const text = useText()
  const params = { runId: run.id }
  const skip = useChange((_: void, commandId) => call(skipCard, { params, commandId }))
  const read = useChange((_: void, commandId) => call(reRead, { params, commandId }))
  const isStuck = now.error !== null || (run.state === 'paused' && now.cardNumber !== null)
  const isBetween = now.error !== null || ['put', 'take', 'spoiled'].includes(taskOf(now.step))
  const { cardNumber } = now
  return (
    <>
      <div className="actions">
        {isStuck ? (
          <Button icon="arrow" isPending={skip.isPending} onPress={() => skip.mutate()}>
            {text('moves.skip')}
          </Button>
        ) : null}
        {isBetween && !isStripeOnly ? (
          <Button kind="quiet" icon="scan" isPending={read.isPending} onPress={() => read.mutate()}>
            {text('moves.read')}
          </Button>
        ) : null}
        {isStuck && cardNumber ? <SpoilDialog cardNumber={cardNumber} /> : null}
        {isBetween && cardNumber ? <LabelLink cardNumber={cardNumber} /> : null}
      </div>
      {skip.isError ? <ProblemNotice problem={skip.error} /> : null}
      {read.isError ? <ProblemNotice problem={read.error} /> : null}
      {read.data?.verification ? <Verified of={read.data.verification} /> : null}
      {read.data ? <ExaminedCard of={read.data} /> : null}
    </>
  )
}

/** Whether reading the card again counts as verifying it, or why not. */
function Verified({ of }: { of: NonNullable<ReRead['verification']> }) {
  const text = useText()
  return of.counts ? (
    <Notice tone="good" title={text('read.counts', of.verification)} />
  ) : (
    <Notice tone={of.why === 'card-already-verified' ? 'plain' : 'caution'} title={text(`read.${of.why}`)} />
  )
}
