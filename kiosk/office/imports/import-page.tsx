import { Link, useParams } from '@tanstack/react-router'
import { getImport, type Import } from '../../api/imports.ts'
import { useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { ColumnsSection } from './columns-section.tsx'
import { Faults } from './faults.tsx'
import { ImportActions } from './import-actions.tsx'
import { StateOfImport } from './import-state.tsx'
import { Results } from './results.tsx'
import { useText } from './texts.ts'
import './imports.css'

/** One import from its columns to its end. */
export function ImportPage() {
  const text = useText()
  const { importId } = useParams({ from: '/settings/imports/$importId' })
  const line = useLive([`import:${importId}`])
  const found = useRead(getImport, { params: { importId } })
  const one = found.data
  return (
    <Page
      title={one?.fileName ?? text('title')}
      lead={one && text(`say.${one.state}`)}
      help={text('help')}
      line={line}
      back={<Link to="/settings/imports">{text('back')}</Link>}
      actions={one ? <ImportActions of={one} /> : null}
    >
      <Trouble of={[found]} />
      {one ? <Steps of={one} /> : null}
    </Page>
  )
}

function Steps({ of: one }: { of: Import }) {
  const isBefore = one.state === 'received' || one.state === 'checked'
  return (
    <>
      <p>
        <StateOfImport of={one} />
      </p>
      <WhyStopped of={one} />
      {one.state === 'receiving' || one.state === 'received' ? null : <Results of={one} />}
      {one.rowsWrong + one.rowsDouble > 0 ? <Faults of={one} /> : null}
      {isBefore && one.hasFile ? <ColumnsSection of={one} /> : null}
    </>
  )
}

function WhyStopped({ of: { trouble } }: { of: Import }) {
  const isEnglish = useLanguage() === 'en'
  return trouble ? <Notice tone="bad" title={isEnglish ? trouble.en : trouble.zh} /> : null
}
