import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getPartnerEntries, type Entry, type Partner } from '../../api/partners.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { AdjustForm } from './adjust-form.tsx'
import { useText } from './texts.ts'

/** A partner's account entry by entry, newest first. */
export function Entries({ partner }: { partner: Partner }) {
  const text = useText()
  const mayChange = useMay(managers)
  const [before, setBefore] = useState<string>()
  const read = useRead(getPartnerEntries, { params: { id: partner.id }, query: { before } })
  const list = read.data?.entries ?? []
  const next = read.data?.next ?? undefined
  return (
    <Section
      title={text('entries.title')}
      actions={
        mayChange ? (
          <DialogButton label={text('adjust.open')} title={text('adjust.open')} icon="pen">
            {(close) => <AdjustForm partner={partner} entries={list} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[read]} />
      {read.data && list.length === 0 ? <p className="soft">{text('entries.none')}</p> : null}
      {list.length > 0 ? <EntryTable entries={list} /> : null}
      <div className="actions">
        {before === undefined ? null : (
          <Button onPress={() => setBefore(undefined)}>{text('entries.newest')}</Button>
        )}
        {next === undefined ? null : <Button onPress={() => setBefore(next)}>{text('entries.older')}</Button>}
      </div>
    </Section>
  )
}

function EntryTable({ entries }: { entries: readonly Entry[] }) {
  const text = useText()
  const { number, money } = useFormats()
  return (
    <Table
      caption={text('entries.title')}
      rows={entries}
      keyOf={({ entryId }) => entryId}
      columns={[
        { title: text('entries.number'), cell: (entry) => String(entry.number) },
        {
          title: text('entries.kind'),
          cell: ({ kind, memberId }) =>
            memberId ? (
              <Link to="/members/$memberId" params={{ memberId }}>
                {text(`kind.${kind}`)}
              </Link>
            ) : (
              text(`kind.${kind}`)
            ),
        },
        { title: text('entries.reference'), cell: ({ reference }) => reference },
        {
          title: text('entries.points'),
          isNumber: true,
          cell: ({ points }) => (points === 0 ? '' : number(points)),
        },
        { title: text('entries.fen'), isNumber: true, cell: ({ fen }) => money(fen) },
        { title: text('entries.balance'), isNumber: true, cell: ({ balanceFen }) => money(balanceFen) },
        { title: text('entries.happened'), cell: ({ happenedAt }) => <DateTime at={happenedAt} /> },
        { title: text('entries.month'), cell: ({ month }) => month },
        { title: text('entries.note'), cell: ({ note }) => note },
      ]}
    />
  )
}
