import { useEffect, useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { call } from '../api/call.ts'
import { tellQueue } from '../api/drives.ts'
import { useChange } from '../api/reading.ts'
import { Icon } from '../ui/icon.tsx'
import { useText } from './texts.ts'

interface QueueTapProps {
  boothId: string
  /** what somebody at the booth said last; null where nobody has said it today */
  told: number | null
}

const most = 500
/** Taps that follow one another are one word to the server. */
const restMs = 700

/** How many people wait, for the live board: tapped by whoever sees them. */
export function QueueTap({ boothId, told }: QueueTapProps) {
  const text = useText()
  const [said, setSaid] = useState<number>()
  const { mutate, isError } = useChange((waiting: number, commandId) =>
    call(tellQueue, { params: { boothId }, body: { waiting }, commandId }),
  )
  useEffect(() => {
    if (said === undefined) return undefined
    // Once it is told, the server's word counts again: the next may be by the colleague beside.
    const onSuccess = () => setSaid((now) => (now === said ? undefined : now))
    const timer = setTimeout(() => mutate(said, { onSuccess }), restMs)
    return () => clearTimeout(timer)
  }, [said, mutate])
  const waiting = said ?? told
  const step = (by: number) => setSaid(Math.min(most, Math.max(0, (waiting ?? 0) + by)))
  return (
    <fieldset className="queue-tap" aria-label={text('queue.label')}>
      <span className="soft">
        <Icon name="people" /> {text('queue.label')}
      </span>
      <AriaButton
        className="queue-step"
        aria-label={text('queue.less')}
        isDisabled={!waiting}
        onPress={() => step(-1)}
      >
        −
      </AriaButton>
      <output className="figures">{waiting ?? '–'}</output>
      <AriaButton className="queue-step" aria-label={text('queue.more')} onPress={() => step(1)}>
        +
      </AriaButton>
      {isError ? <span className="lack">{text('queue.failed')}</span> : null}
    </fieldset>
  )
}
