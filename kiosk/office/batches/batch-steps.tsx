import type { ReactNode } from 'react'
import type { Batch, BatchLife } from '../../api/cards.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { encodedOf } from './encoded.ts'
import { useText } from './texts.ts'

type Step = 'order' | 'approve' | 'print' | 'encode' | 'verify' | 'box' | 'transfer' | 'close'

interface StepView {
  step: Step
  isDone: boolean
  /** Who did it and when, or how far it is. */
  facts: ReactNode
}

/** The life of a batch from left to right: what is done, what is next, and who must act. */
export function BatchSteps({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const steps = useSteps(batch, life)
  const next = batch.state === 'refused' ? undefined : steps.find(({ isDone }) => !isDone)?.step
  return (
    <div>
      <ol className="batch-steps" aria-label={text('steps.title')}>
        {steps.map(({ step, isDone, facts }) => (
          <li
            key={step}
            className={isDone ? 'done' : undefined}
            aria-current={step === next ? 'step' : undefined}
          >
            <span className="batch-step-name">
              {isDone ? <Icon name="check" /> : null}
              {text(`step.${step}`)}
            </span>
            <span className="soft small-line">{facts}</span>
          </li>
        ))}
      </ol>
      {next ? (
        <p className="batch-next">
          <strong>{text('steps.next')}</strong> {text(`step.${next}.who`)}
        </p>
      ) : null}
    </div>
  )
}

function useSteps(batch: Batch, life: BatchLife): StepView[] {
  const text = useText()
  const { cards, quantity, state } = batch
  const { verification, prints, boxes, transfers } = life
  const done = encodedOf(cards)
  const [print] = prints
  const isNumbered = !['ordered', 'approved', 'refused'].includes(state)
  const isEncoded = isNumbered && done >= quantity
  const sent = cards.allocated + cards.handedOver
  const inBoxes = boxes.filter(({ openedAt }) => openedAt === null).length
  return [
    { step: 'order', isDone: true, facts: <Signed by={life.orderedBy} at={batch.orderedAt} /> },
    {
      step: 'approve',
      isDone: isNumbered,
      facts: life.decidedBy && life.decidedAt ? <Signed by={life.decidedBy} at={life.decidedAt} /> : null,
    },
    {
      step: 'print',
      isDone: prints.length > 0 || done > 0,
      facts: print ? <Signed by={print.printedBy} at={print.printedAt} /> : null,
    },
    {
      step: 'encode',
      isDone: isEncoded,
      facts: isNumbered ? text('step.of', { done, total: quantity }) : null,
    },
    {
      step: 'verify',
      isDone: isEncoded && verification.verified >= verification.required,
      facts: done > 0 ? text('step.of', { done: verification.verified, total: verification.required }) : null,
    },
    {
      step: 'box',
      isDone: isEncoded && cards.ready === 0,
      facts: inBoxes > 0 ? text('step.boxes', { count: inBoxes }) : null,
    },
    {
      step: 'transfer',
      isDone: isEncoded && cards.ready + cards.boxed + cards.onTheWay === 0,
      facts: transfers.length > 0 ? text('step.of', { done: sent, total: done }) : null,
    },
    {
      step: 'close',
      isDone: state === 'closed',
      facts: batch.closedAt ? <DateTime at={batch.closedAt} /> : null,
    },
  ]
}

const Signed = ({ by, at }: { by: string; at: string }) => (
  <>
    {by}
    <br />
    <DateTime at={at} />
  </>
)
