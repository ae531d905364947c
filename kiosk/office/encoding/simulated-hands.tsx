import { useEffect, useEffectEvent, useState } from 'react'
import { call } from '../../api/call.ts'
import type { Chip } from '../../api/cards.ts'
import type { Run } from '../../api/encoding.ts'
import { useCommand } from '../../api/queries.tsx'
import { simulate, type SimulateAction } from '../../api/stations.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { BlankSelect, type Blank } from '../blank-select.tsx'
import { taskOf } from './steps.ts'
import { useText } from './texts.ts'
import type { Now } from './use-progress.ts'

/** A person needs a moment to change cards. */
const changeMs = 500
/** The command at which the torn card leaves: the chip has a part of its keys by then. */
const tornAtApdu = 8

interface HandsProps {
  run: Run
  now: Now
  left: number
  /** What the batch is of: the blank that is taken unless another is chosen. */
  chip: Chip
  /** Where cards are put down; those with nothing but a stripe lie beside the writer. */
  reader: string
}

/** What hands do at the readers of a simulated station; never there with real devices. */
export function SimulatedHands({ run, now, left, chip, reader }: HandsProps) {
  const text = useText()
  const [blank, setBlank] = useState<Blank>(chip)
  const { act, take, lastUid, isPending, error } = useHands({ run, reader, blank })
  const [isFeeding, setFeeding] = useState(false)
  const wantsCard =
    chip === 'stripe-only'
      ? now.step === 'write-stripe'
      : ['put', 'take', 'spoiled'].includes(taskOf(now.step))
  const isIdle = run.state === 'running' && now.error === null && wantsCard
  // One card is laid down in each state of the run: the next one waits until this one has an outcome.
  const state = `${now.step} ${now.cardNumber}`
  const [laidIn, setLaidIn] = useState<string>()
  const isNext = isFeeding && isIdle && !isPending && state !== laidIn
  const feed = useEffectEvent(() => {
    if (left <= 0) return setFeeding(false)
    setLaidIn(state)
    take()
  })
  useEffect(() => {
    if (!isNext) return undefined
    const timer = setTimeout(feed, changeMs)
    return () => clearTimeout(timer)
  }, [isNext])

  const { stripeName } = run
  return (
    <section className="hands" aria-label={text('hands.title')}>
      <h3>
        {text('hands.title')}{' '}
        <Badge tone="caution" icon="station">
          {text('hands.badge')}
        </Badge>
      </h3>
      <p className="soft">{text('hands.words')}</p>
      <BlankSelect value={blank} onChange={setBlank} />
      <div className="hands-buttons">
        <Button icon="card" isDisabled={isFeeding} onPress={() => take()}>
          {text('hands.take')}
        </Button>
        <Button isDisabled={isFeeding} onPress={() => take({ apdu: tornAtApdu, phase: 'during' })}>
          {text('hands.tear')}
        </Button>
        <Button
          isDisabled={isFeeding || lastUid === undefined}
          onPress={() => (lastUid ? act({ kind: 'put-card', uid: lastUid, reader }) : undefined)}
        >
          {text('hands.put-back')}
        </Button>
        <Button isDisabled={isFeeding} onPress={() => act({ kind: 'remove-card', reader })}>
          {text('hands.remove')}
        </Button>
        {stripeName === null ? null : (
          <Button
            icon="swipe"
            isDisabled={isFeeding || lastUid === undefined}
            onPress={() => (lastUid ? act({ kind: 'swipe', uid: lastUid, device: stripeName }) : undefined)}
          >
            {text('hands.swipe')}
          </Button>
        )}
        <Button
          icon={isFeeding ? 'pause' : 'play'}
          onPress={() => {
            setLaidIn(undefined)
            setFeeding(!isFeeding)
          }}
        >
          {text(isFeeding ? 'hands.stop' : 'hands.feed')}
        </Button>
      </div>
      {error ? <ProblemNotice problem={error} /> : null}
    </section>
  )
}

type Tear = Extract<SimulateAction, { kind: 'take-blank' }>['tear']

/** Does what a button says with the virtual cards, and remembers which card was in the hand last. */
function useHands({ run, reader, blank }: { run: Run; reader: string; blank: Blank }) {
  const [lastUid, setLastUid] = useState<string>()
  const command = useCommand(async (action: SimulateAction) => {
    const { cards } = await call(simulate, { params: { stationId: run.stationId }, body: { action } })
    if (action.kind === 'take-blank') setLastUid(cards[0]?.uid)
  })
  return {
    lastUid,
    isPending: command.isPending,
    error: command.error,
    act: (action: SimulateAction) => command.mutate(action),
    take: (tear?: Tear) =>
      command.mutate({ kind: 'take-blank', chip: blank, reader, ...(tear ? { tear } : {}) }),
  }
}
