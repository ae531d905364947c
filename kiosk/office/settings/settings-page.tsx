import { checkAudit, checkLedger } from '../../api/audit.ts'
import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { getPeople } from '../../api/staff.ts'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { batchReaders, managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { ImportsSection } from '../imports/imports-section.tsx'
import { WebhooksSection } from '../webhooks/webhooks-section.tsx'
import { Books } from './books.tsx'
import { CompanyPrefix } from './company-prefix.tsx'
import { Numbers } from './numbers.tsx'
import { People } from './people.tsx'
import { Places } from './places.tsx'
import { useText } from './texts.ts'
import { TransportKeys } from './transport-keys.tsx'

export function SettingsPage() {
  const text = useText()
  const seesPeople = useMay(managers)
  const seesBooks = useMay(['administrator', 'auditor'])
  const keepsKeys = useMay(['administrator'])
  const seesCards = useMay(batchReaders)
  const people = useRead(getPeople, { isWanted: seesPeople })
  const places = useRead(getPlaces)
  return (
    <Page title={text('title')} lead={useLead(seesBooks)} help={text('help')}>
      <Trouble of={[people, places]} />
      {people.data ? <People people={people.data.people} /> : null}
      {places.data ? <Places places={places.data.places} /> : null}
      {keepsKeys ? <TransportKeys /> : null}
      {keepsKeys ? <ImportsSection /> : null}
      {keepsKeys ? <WebhooksSection /> : null}
      {seesCards ? <Numbers /> : null}
      {seesCards ? <CompanyPrefix /> : null}
      {seesBooks ? <Books /> : null}
    </Page>
  )
}

function useLead(seesBooks: boolean) {
  const text = useText()
  const people = useRead(getPeople, { isWanted: useMay(managers) })
  const places = useRead(getPlaces)
  const audit = useRead(checkAudit, { isWanted: seesBooks })
  const ledger = useRead(checkLedger, { isWanted: seesBooks })
  const counted =
    people.data && places.data
      ? text('lead', {
          people: text('lead.people', { count: people.data.people.length }),
          places: text('lead.places', { count: places.data.places.length }),
        })
      : ''
  const isWhole = audit.data?.intact && ledger.data?.isBalanced
  const checked = audit.data && ledger.data ? text(isWhole ? 'lead.intact' : 'lead.broken') : ''
  return counted || checked ? `${counted} ${checked}`.trim() : undefined
}
