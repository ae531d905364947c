import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getDesign, getFaults, type DesignDetails, type VersionSummary } from '../../api/designs.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { ArchiveDialog, RestoreButton } from './archive-dialog.tsx'
import { Compare } from './compare.tsx'
import { FaultList } from './fault-list.tsx'
import { ShownVersion } from './shown-version.tsx'
import { SubmitDialog, VersionWaits } from './submit-dialog.tsx'
import { useText } from './texts.ts'
import { VersionTable } from './version-table.tsx'
import './designs.css'

export function DesignPage() {
  const text = useText()
  const nameOf = useName()
  const { code = '' } = useParams({ strict: false })
  const design = useRead(getDesign, { params: { code } })
  const details = design.data
  return (
    <Page
      title={details ? nameOf(details) : text('title')}
      lead={useLead(details?.versions[0])}
      help={text('design.help')}
      back={<Link to="/designs">{text('back')}</Link>}
      actions={details ? <DesignActions design={details} /> : null}
    >
      <Trouble of={[design]} />
      {details ? <DesignBody design={details} /> : null}
    </Page>
  )
}

function useLead(newest: VersionSummary | undefined) {
  const text = useText()
  if (!newest) return undefined
  const { number, state, saved, submitted } = newest
  if (state === 'draft') return text('design.lead.draft', { number, by: saved.by ?? text('product') })
  if (state === 'submitted') return text('design.lead.submitted', { number, by: submitted?.by ?? '' })
  return text(`design.lead.${state}`, { number })
}

function DesignActions({ design }: { design: DesignDetails }) {
  const text = useText()
  const mayEdit = useMay(managers)
  const [newest] = design.versions
  if (!mayEdit || !newest) return null
  if (design.archived) return <RestoreButton code={design.code} />
  return (
    <>
      <ArchiveDialog code={design.code} />
      {newest.state === 'draft' ? <SubmitDialog code={design.code} version={newest} /> : null}
      {newest.state === 'submitted' ? null : (
        <Link to="/designs/$code/edit" params={{ code: design.code }} className="button plain">
          <Icon name="pen" />
          <span>{text(newest.state === 'draft' ? 'edit' : 'edit.next')}</span>
        </Link>
      )}
    </>
  )
}

function DesignBody({ design }: { design: DesignDetails }) {
  const [newest] = design.versions
  const [chosen, setChosen] = useState<number>()
  const shown = design.versions.find(({ number }) => number === chosen) ?? newest
  const faults = useRead(getFaults, {
    params: { code: design.code, number: String(shown?.number ?? 1) },
    query: { revision: shown?.revision },
    isWanted: shown !== undefined,
  })
  if (!shown || !newest) return null
  return (
    <>
      {newest.state === 'submitted' ? <VersionWaits design={design} version={newest} /> : null}
      <ShownVersion design={design} version={shown} faults={faults.data?.faults ?? []} />
      <Trouble of={[faults]} />
      {faults.data ? <FaultList faults={faults.data.faults} /> : null}
      <VersionTable versions={design.versions} shown={shown.number} onShow={setChosen} />
      {design.versions.length > 1 ? <Compare design={design} /> : null}
    </>
  )
}
