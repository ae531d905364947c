import { DriverList } from '../../ui/driver-list.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { useWaiting } from '../watch/use-waiting.ts'
import { WebhookTrouble } from '../webhooks/trouble.tsx'
import { Alerts } from './alerts.tsx'
import { BatchesUnderWay } from './batches-under-way.tsx'
import { DecisionsToday } from './decisions-today.tsx'
import { DriveToday } from './drive-today.tsx'
import { FirstSteps } from './first-steps.tsx'
import { Outbox } from './outbox.tsx'
import { StationList } from './station-list.tsx'
import { useFirstSteps, type FirstStep } from './use-first-steps.ts'
import { useToday } from './use-today.ts'
import { useText } from './texts.ts'
import { WatchToday } from './watch-today.tsx'
import './today.css'

type Today = ReturnType<typeof useToday>

export function TodayPage() {
  const text = useText()
  const today = useToday()
  const steps = useFirstSteps()
  const { about, drive, live, underWay = [], alerts } = today
  const line = useLive([
    'stations',
    ...(today.seesBatches ? ['alerts'] : []),
    ...(drive ? [`drive:${drive.id}`] : []),
    ...underWay.slice(0, 7).map(({ id }) => `batch:${id}`),
  ])
  return (
    <Page title={text('title')} lead={useLead(today, steps)} help={text('help')} line={line}>
      <Trouble of={today.questions} />
      <WebhookTrouble />
      {steps?.some(({ isDone }) => !isDone) ? <FirstSteps steps={steps} /> : null}
      {alerts.length > 0 ? <Alerts alerts={alerts} /> : null}
      <WatchToday />
      <DecisionsToday />
      {drive && live ? <DriveToday drive={drive} live={live} /> : null}
      <div className="two-columns">
        {today.seesBatches ? <BatchesUnderWay batches={today.underWay} /> : null}
        {today.seesStations ? <StationList stations={today.stations} /> : null}
      </div>
      {about?.simulated ? <Outbox /> : null}
      {about && about.drivers.length > 0 ? (
        <Section title={text('devices.title')}>
          <DriverList drivers={about.drivers} />
        </Section>
      ) : null}
    </Page>
  )
}

function useLead(
  { isReady, drive, underWay = [], alerts, stations = [] }: Today,
  steps: readonly FirstStep[] | undefined,
) {
  const text = useText()
  const watched = useWaiting()
  if (!isReady || watched === undefined) return undefined
  const done = steps?.filter(({ isDone }) => isDone).length
  if (steps && done !== undefined && done < steps.length)
    return text('lead.setup', { done, total: steps.length })
  const encoding = underWay.filter(({ state }) => state === 'encoding').length
  const down = stations.filter(({ isUp }) => !isUp).length
  const sentences = [
    ...(alerts.length > 0 ? [text('lead.alerts', { count: alerts.length })] : []),
    ...(watched > 0 ? [text('lead.watch', { count: watched })] : []),
    ...(down > 0 ? [text('lead.down', { count: down })] : []),
    drive ? text('lead.drive', drive) : text('lead.no-drive'),
    ...(encoding > 0 ? [text('lead.encoding', { count: encoding })] : []),
    ...(alerts.length + watched + down === 0 ? [text('lead.well')] : []),
  ]
  return sentences.join(' ')
}
