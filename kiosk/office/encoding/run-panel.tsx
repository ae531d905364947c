import { call } from '../../api/call.ts'
import { getCards } from '../../api/cards.ts'
import { finishRun, pauseRun, resumeRun, type Progress, type Run } from '../../api/encoding.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getStations, type Station } from '../../api/stations.ts'
import { useFormats } from '../../i18n/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { encodedOf } from '../batches/encoded.ts'
import { CardMoves } from './card-moves.tsx'
import { CardSteps } from './card-steps.tsx'
import { RunError } from './run-error.tsx'
import { SimulatedHands } from './simulated-hands.tsx'
import { TakeOver } from './take-over.tsx'
import { TaskLine } from './task-line.tsx'
import { taskOf } from './steps.ts'
import { useText } from './texts.ts'
import type { Now } from './use-progress.ts'

interface RunPanelProps {
  run: Run
  now: Now
  progress: Progress
  left: number
}

/** One reader at work: the number, what to do, how far the card is; beside it the day's figures. */
export function RunPanel({ run, now, progress, left }: RunPanelProps) {
  const text = useText()
  const { number } = useFormats()
  const station = useRead(getStations).data?.stations.find(({ id }) => id === run.stationId)
  const isUp = station?.isUp ?? run.isUp
  const title = text('run.title', { station: station?.name ?? run.stationName, reader: run.readerName })
  const isDone = left <= 0 && ['put', 'take', 'spoiled'].includes(taskOf(now.step))
  const isBusy = now.cardNumber !== null && now.error === null && taskOf(now.step) !== 'put' && !isDone
  return (
    <section className="run" aria-label={title}>
      <div className="run-main">
        <div className="run-head">
          <h2>{title}</h2>
          <RunState run={run} isUp={isUp} />
        </div>
        <RunNumber run={run} now={now} isBusy={isBusy} left={left} />
        {isUp ? null : <TakeOver run={run} isStripeOnly={progress.chip === 'stripe-only'} />}
        {run.state === 'paused' ? <Notice tone="plain" title={text('run.paused')} /> : null}
        {run.state === 'running' && isUp && !now.error ? (
          <TaskLine task={isDone ? 'last' : taskOf(now.step)} />
        ) : null}
        {now.error ? <RunError code={now.error} /> : null}
        <CardSteps run={run} chip={progress.chip} step={now.error ? null : now.step} />
        <RunButtons run={run} isDone={isDone} />
        <CardMoves run={run} now={now} isStripeOnly={progress.chip === 'stripe-only'} />
      </div>
      <div className="run-side">
        <Stats>
          <Stat label={text('stats.finished')}>{number(encodedOf(progress.cards))}</Stat>
          <Stat label={text('stats.left')}>{number(Math.max(left, 0))}</Stat>
          <Stat label={text('stats.spoiled')}>{number(progress.balance.spoiled)}</Stat>
          <Stat label={text('stats.blanks')}>{number(progress.balance.onHand)}</Stat>
        </Stats>
        {station?.simulated ? (
          <SimulatedHands
            run={run}
            now={now}
            left={left}
            chip={progress.chip}
            reader={handsReader(station, run)}
          />
        ) : null}
      </div>
    </section>
  )
}

/** Cards with nothing but a stripe are put down on the first reader, from where the hand draws them through. */
function handsReader(station: Station, run: Run): string {
  if (run.readerName !== run.stripeName) return run.readerName
  const reader = station.devices.find(({ kind, mode }) => kind === 'nfc-reader' && mode === 'encode')
  return reader?.name ?? run.readerName
}

function RunState({ run, isUp }: { run: Run; isUp: boolean }) {
  const text = useText()
  if (!isUp)
    return (
      <Badge tone="bad" icon="alert">
        {text('state.down')}
      </Badge>
    )
  return run.state === 'paused' ? (
    <Badge tone="caution" icon="pause">
      {text('state.paused')}
    </Badge>
  ) : (
    <Badge tone="good" icon="tap">
      {text('state.running')}
    </Badge>
  )
}

/** The largest thing on the page: the number that is being written, or comes next. */
function RunNumber({ run, now, isBusy, left }: { run: Run; now: Now; isBusy: boolean; left: number }) {
  const text = useText()
  const next = useRead(getCards, {
    params: { batchId: run.batchId },
    query: { state: 'numbered', limit: 1 },
    isWanted: left > 0,
  }).data?.cards[0]
  const isTorn = now.error !== null && now.cardNumber !== null
  const cardNumber = isBusy || isTorn ? now.cardNumber : (next?.cardNumber ?? null)
  if (left <= 0 && !isBusy) return <p className="run-number">{text('run.all-done')}</p>
  return (
    <p className="run-number">
      <span className="run-number-label">{text(isTorn ? 'run.torn' : isBusy ? 'run.now' : 'run.next')}</span>
      {cardNumber ? <CardNumber number={cardNumber} /> : '…'}
    </p>
  )
}

function RunButtons({ run, isDone }: { run: Run; isDone: boolean }) {
  const text = useText()
  const params = { runId: run.id }
  const turn = useChange((_: void, commandId) =>
    call(run.state === 'paused' ? resumeRun : pauseRun, { params, commandId }),
  )
  const finish = useChange((_: void, commandId) => call(finishRun, { params, commandId }))
  return (
    <>
      <div className="actions">
        {isDone ? null : (
          <Button
            icon={run.state === 'paused' ? 'play' : 'pause'}
            isPending={turn.isPending}
            onPress={() => turn.mutate()}
          >
            {text(run.state === 'paused' ? 'run.resume' : 'run.pause')}
          </Button>
        )}
        <Button
          kind={isDone ? 'primary' : 'plain'}
          icon="check"
          isPending={finish.isPending}
          onPress={() => finish.mutate()}
        >
          {text('run.finish')}
        </Button>
      </div>
      {turn.isError ? <ProblemNotice problem={turn.error} /> : null}
      {finish.isError ? <ProblemNotice problem={finish.error} /> : null}
    </>
  )
}
