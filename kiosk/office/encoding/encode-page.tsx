import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getBatch, type Batch } from '../../api/cards.ts'
import type { Progress } from '../../api/encoding.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { encodedOf } from '../batches/encoded.ts'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { LatestCards, UnfinishedCards } from './card-lists.tsx'
import { cardsPerHour } from './pace.ts'
import { RunPanel } from './run-panel.tsx'
import { StartRun } from './start-run.tsx'
import { useText } from './texts.ts'
import { useProgress } from './use-progress.ts'
import './encoding.css'

export function EncodePage() {
  const text = useText()
  const { batchId = '' } = useParams({ strict: false })
  const batch = useRead(getBatch, { params: { batchId } })
  const { progress, nowOf, line } = useProgress(batchId)
  return (
    <Page
      title={text('title', { code: batch.data?.code ?? '…' })}
      lead={useLead(batch.data, progress.data)}
      help={text('help')}
      line={line}
      back={
        <Link to="/batches/$batchId" params={{ batchId }}>
          {text('back')}
        </Link>
      }
    >
      <Trouble of={[batch, progress]} />
      {batch.data && progress.data ? (
        <Work quantity={batch.data.quantity} progress={progress.data} nowOf={nowOf} />
      ) : null}
    </Page>
  )
}

function useLead(batch: Batch | undefined, progress: Progress | undefined) {
  const text = useText()
  if (!batch || !progress) return undefined
  const { quantity: count } = batch
  const done = encodedOf(progress.cards)
  const { spoiled } = progress.balance
  if (done >= count) return text('lead.done', { count, spoiled })
  if (activeRuns(progress).length === 0 && done === 0) return text('lead.waiting', { count })
  const perHour = cardsPerHour(progress.latest)
  const left = count - done
  const words = text('lead.running', { count, done, spoiled, left })
  if (perHour === undefined) return words
  return `${words} ${text('lead.rate', { perHour, minutes: Math.max(1, Math.ceil((left * 60) / perHour)) })}`
}

const activeRuns = ({ runs }: Progress) => runs.filter(({ state }) => state !== 'finished')

interface WorkProps {
  quantity: number
  progress: Progress
  nowOf: ReturnType<typeof useProgress>['nowOf']
}

function Work({ quantity, progress, nowOf }: WorkProps) {
  const text = useText()
  const [isAdding, setAdding] = useState(false)
  const runs = activeRuns(progress)
  const left = quantity - encodedOf(progress.cards)
  return (
    <>
      {runs.map((run) => (
        <RunPanel key={run.id} run={run} now={nowOf(run)} progress={progress} left={left} />
      ))}
      {left > 0 && (runs.length === 0 || isAdding) ? (
        <Section title={text('start.title')}>
          <StartRun
            batchId={progress.batchId}
            isStripeOnly={progress.chip === 'stripe-only'}
            onStarted={() => setAdding(false)}
          />
        </Section>
      ) : null}
      {left > 0 && runs.length > 0 && !isAdding ? (
        <p>
          <Button kind="quiet" icon="plus" onPress={() => setAdding(true)}>
            {text('start.another')}
          </Button>
        </p>
      ) : null}
      {progress.unfinished.length > 0 ? <UnfinishedCards cards={progress.unfinished} /> : null}
      <LatestCards cards={progress.latest} />
    </>
  )
}
