import { useAbout, type Driver } from '../api/about.ts'
import { DriverList } from '../ui/driver-list.tsx'
import { Button } from '../ui/button.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useUiText } from '../ui/texts.ts'
import { Page } from './page.tsx'
import { useText } from './texts.ts'

export function TodayPage() {
  const text = useText()
  const uiText = useUiText()
  const about = useAbout()
  return (
    <Page title={text('today.title')} lead={useLead(about.data?.drivers)} help={text('today.help')}>
      {about.isError ? (
        <ProblemNotice problem={about.error}>
          <Button onPress={() => void about.refetch()}>{uiText('problem.retry')}</Button>
        </ProblemNotice>
      ) : null}
      {about.data && about.data.drivers.length > 0 ? (
        <section>
          <h2>{text('today.devices')}</h2>
          <DriverList drivers={about.data.drivers} />
        </section>
      ) : null}
    </Page>
  )
}

function useLead(drivers: readonly Driver[] | undefined) {
  const text = useText()
  if (!drivers) return undefined
  if (drivers.length === 0) return text('today.lead.none')
  const count = (state: Driver['state']) => drivers.filter((driver) => driver.state === state).length
  if (count('missing') > 0)
    return text('today.lead.missing', { count: drivers.length, missing: count('missing') })
  if (count('simulated') > 0) {
    return text('today.lead.simulated', { count: drivers.length, simulated: count('simulated') })
  }
  return text('today.lead.ready', { count: drivers.length })
}
