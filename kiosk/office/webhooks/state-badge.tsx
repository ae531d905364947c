import type { Delivery, Webhook } from '../../api/webhooks.ts'
import { Badge } from '../../ui/badge.tsx'
import { useText } from './texts.ts'

/** Whether a webhook works, in a word, and why it does not. */
export function StateBadge({ webhook }: { webhook: Webhook }) {
  const text = useText()
  const { state, failingSince, disabledBecause } = webhook
  if (state === 'disabled')
    return (
      <>
        <Badge tone={disabledBecause === 'by-hand' ? 'plain' : 'bad'} icon="close">
          {text('state.disabled')}
        </Badge>{' '}
        {disabledBecause ? <span className="soft">{text(`disabled.${disabledBecause}`)}</span> : null}
      </>
    )
  return failingSince ? (
    <Badge tone="caution" icon="alert">
      {text('state.failing')}
    </Badge>
  ) : (
    <Badge tone="good" icon="check">
      {text('state.active')}
    </Badge>
  )
}

const tones = { waiting: 'plain', delivered: 'good', failed: 'bad' } as const
const icons = { waiting: 'clock', delivered: 'check', failed: 'alert' } as const

/** How far a message is. */
export function DeliveryBadge({ state }: Pick<Delivery, 'state'>) {
  const text = useText()
  return (
    <Badge tone={tones[state]} icon={icons[state]}>
      {text(`delivery.${state}`)}
    </Badge>
  )
}
