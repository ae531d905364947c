import { getRegister, registerAddress, type RegisterEntry } from '../../api/complimentary.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { AskDialog } from './ask-dialog.tsx'
import { RegisterTable } from './register-table.tsx'
import { useText } from './texts.ts'

export function ComplimentaryPage() {
  const text = useText()
  const mayAsk = useMay(managers)
  const register = useRead(getRegister)
  const programmes = useRead(getProgrammes)
  const programme = programmes.data?.programmes.at(-1)
  const entries = register.data?.entries
  return (
    <Page
      title={text('title')}
      lead={useLead(entries)}
      help={text('help')}
      actions={
        <>
          {mayAsk && programme ? <AskDialog programmeId={programme.id} /> : null}
          <Exports />
        </>
      }
    >
      <Trouble of={[register, programmes]} />
      {entries?.length === 0 ? (
        <EmptyState
          icon="card"
          title={text('empty.title')}
          todo={text(programmes.data && !programme ? 'empty.programme' : 'empty.todo')}
        />
      ) : null}
      {entries && entries.length > 0 ? <RegisterTable entries={entries} /> : null}
    </Page>
  )
}

function Exports() {
  const text = useText()
  const language = useLanguage()
  const mayExport = useMay(['programme-manager', 'auditor'])
  if (!mayExport) return null
  return (
    <>
      <ButtonLink href={registerAddress('csv', language)} icon="download">
        {text('export.csv')}
      </ButtonLink>
      <ButtonLink href={registerAddress('pdf', language)} icon="download" opensTab>
        {text('export.pdf')}
      </ButtonLink>
    </>
  )
}

function useLead(entries: readonly RegisterEntry[] | undefined) {
  const text = useText()
  if (!entries) return undefined
  if (entries.length === 0) return text('lead.none')
  const count = (wanted: RegisterEntry['state']) => entries.filter(({ state }) => state === wanted).length
  return text('lead', { total: entries.length, waiting: count('requested'), ready: count('approved') })
}
