import { getCardAlerts, type CardAlert } from '../../api/cards.ts'
import { useRead } from '../../api/reading.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { useWaiting } from '../watch/use-waiting.ts'
import { WatchAlerts } from '../watch/watch-alerts.tsx'
import { AlertedCard } from './alerted-card.tsx'
import { Expiries } from './expiries.tsx'
import { GenuineCheck } from './genuine-check.tsx'
import { LookedInto } from './looked-into.tsx'
import { Rules } from './rules.tsx'
import { useText } from './texts.ts'
import './alerts.css'

export function AlertsPage() {
  const text = useText()
  const alerts = useRead(getCardAlerts)
  const line = useLive(['alerts'])
  const all = alerts.data?.alerts ?? []
  const cards = byCard(all.filter(({ review }) => review === null))
  const waiting = useWaiting()
  return (
    <Page
      title={text('title')}
      lead={useLead(alerts.data?.alerts, waiting)}
      help={text('help')}
      line={line}
      actions={<GenuineCheck />}
    >
      <Trouble of={[alerts]} />
      {alerts.data && cards.length === 0 && waiting === 0 ? (
        <EmptyState icon="check" title={text('none.title')} todo={text('none.todo')} />
      ) : null}
      {cards.map((ofCard) => (
        <AlertedCard key={ofCard[0]?.cardNumber} alerts={ofCard} />
      ))}
      <WatchAlerts />
      <LookedInto alerts={all.filter(({ review }) => review !== null)} />
      <Rules />
      <Expiries />
    </Page>
  )
}

/** The alerts of one card together, in the order in which the list names the cards. */
function byCard(alerts: readonly CardAlert[]): CardAlert[][] {
  const cards = new Map<string, CardAlert[]>()
  for (const alert of alerts) cards.set(alert.cardNumber, [...(cards.get(alert.cardNumber) ?? []), alert])
  return [...cards.values()]
}

function useLead(alerts: readonly CardAlert[] | undefined, waiting: number | undefined) {
  const text = useText()
  if (!alerts || waiting === undefined) return undefined
  const watched = waiting > 0 ? [text('lead.watched', { count: waiting })] : []
  const open = alerts.filter(({ review }) => review === null)
  if (open.length === 0) return watched[0] ?? text('lead.none')
  const frozen = new Set(open.filter(({ isFrozen }) => isFrozen).map(({ cardNumber }) => cardNumber))
  return [text('lead.open', { count: open.length, frozen: frozen.size }), ...watched].join(' ')
}
