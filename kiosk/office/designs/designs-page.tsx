import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getLibrary, getTemplates, pictureAddress, type LibraryEntry } from '../../api/designs.ts'
import { useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { DesignState } from './design-state.tsx'
import { NewDesignDialog } from './new-design-dialog.tsx'
import { SidePicture } from './side-picture.tsx'
import { useText } from './texts.ts'
import './designs.css'

export function DesignsPage() {
  const text = useText()
  const [showsArchived, setShowsArchived] = useState(false)
  const mayEdit = useMay(managers)
  const library = useRead(getLibrary)
  const templates = useRead(getTemplates)
  const designs = library.data?.designs
  const hasArchived = designs?.some(({ archived }) => archived) ?? false
  const shown = designs?.filter(({ archived }) => showsArchived || !archived)
  return (
    <Page
      title={text('title')}
      lead={useLead(designs)}
      help={text('help')}
      actions={
        mayEdit && designs && templates.data ? (
          <NewDesignDialog designs={designs} templates={templates.data.templates} />
        ) : null
      }
    >
      <Trouble of={[library, templates]} />
      {hasArchived ? (
        <Checkbox isSelected={showsArchived} onChange={setShowsArchived}>
          {text('list.show-archived')}
        </Checkbox>
      ) : null}
      <ul className="design-list">
        {shown?.map((design) => (
          <DesignCard key={design.code} design={design} />
        ))}
      </ul>
    </Page>
  )
}

function useLead(designs: readonly LibraryEntry[] | undefined) {
  const text = useText()
  if (!designs) return undefined
  if (designs.length === 0) return text('lead.none')
  const current = designs.filter(({ archived }) => !archived)
  const approved = current.filter(({ approvedNumber }) => approvedNumber !== null).length
  const waiting = current.filter(({ newest }) => newest.state === 'submitted').length
  const figures = { total: current.length, approved }
  return waiting > 0 ? text('lead.waiting', { ...figures, count: waiting }) : text('lead', figures)
}

function DesignCard({ design }: { design: LibraryEntry }) {
  const text = useText()
  const name = useName()(design)
  const { code, newest, approvedNumber } = design
  const { number, revision, state, saved } = newest
  return (
    <li className="design-card">
      <div className="design-sides">
        {(['front', 'back'] as const).map((side) => (
          <SidePicture
            key={side}
            address={pictureAddress({ code, number, side, revision })}
            name={name}
            side={side}
          />
        ))}
      </div>
      <h2>
        <Link to="/designs/$code" params={{ code }}>
          {name}
        </Link>
      </h2>
      <p className="design-facts">
        <DesignState state={state} />
        {design.archived ? (
          <Badge tone="plain" icon="box">
            {text('archived')}
          </Badge>
        ) : null}
        <span className="soft">
          {text('list.version', { number })} · {saved.by ?? text('product')} · <DateTime at={saved.at} />
        </span>
        {approvedNumber !== null && approvedNumber !== number ? (
          <span className="soft">{text('list.orderable', { number: approvedNumber })}</span>
        ) : null}
      </p>
    </li>
  )
}
