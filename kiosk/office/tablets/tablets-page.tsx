import { Link, useParams } from '@tanstack/react-router'
import { getDrive, type Drive } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { getConflicts, getLaptops, getTablets, type Tablet } from '../../api/tablets.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { ConflictReport } from './conflict-report.tsx'
import { EraseSomebody } from './erasing.tsx'
import { Laptops } from './laptops.tsx'
import { PairTablet } from './pair-tablet.tsx'
import { useText } from './texts.ts'

/** A drive's tablets, and what could not be done as it was meant. */
export function TabletsPage() {
  const text = useText()
  const { driveId = '' } = useParams({ strict: false })
  const drive = useRead(getDrive, { params: { driveId } })
  const tablets = useRead(getTablets, { params: { driveId } })
  const laptops = useRead(getLaptops, { params: { driveId } })
  const report = useRead(getConflicts, { params: { driveId } })
  const line = useLive([`drive:${driveId}`])
  const inUse = tablets.data?.tablets.filter(({ revokedAt }) => revokedAt === null).length
  const todo = report.data?.counts.reduce((sum, { open }) => sum + open, 0)
  return (
    <Page
      title={text('title')}
      lead={inUse === undefined || todo === undefined ? undefined : text('lead', { tablets: inUse, todo })}
      help={text('help')}
      line={line}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('back')}
        </Link>
      }
      actions={
        drive.data ? (
          <>
            <EraseSomebody />
            <PairTablet drive={drive.data} />
          </>
        ) : null
      }
    >
      <Trouble of={[drive, tablets, laptops, report]} />
      {drive.data && tablets.data ? <TabletList drive={drive.data} tablets={tablets.data.tablets} /> : null}
      {drive.data && laptops.data ? <Laptops drive={drive.data} laptops={laptops.data.laptops} /> : null}
      {drive.data && report.data ? <ConflictReport drive={drive.data} report={report.data} /> : null}
    </Page>
  )
}

function TabletList({ drive, tablets }: { drive: Drive; tablets: readonly Tablet[] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('list.title')}>
      {tablets.length === 0 ? <p className="soft">{text('list.none')}</p> : null}
      {tablets.length > 0 ? (
        <Table
          caption={text('list.title')}
          rows={tablets}
          keyOf={({ id }) => id}
          columns={[
            {
              title: text('list.name'),
              cell: ({ id, name }) => (
                <Link to="/drives/$driveId/tablets/$tabletId" params={{ driveId: drive.id, tabletId: id }}>
                  {name}
                </Link>
              ),
            },
            { title: text('list.booth'), cell: ({ boothName }) => boothName },
            { title: text('list.state'), cell: (tablet) => <TabletState tablet={tablet} /> },
            {
              title: text('list.seen'),
              cell: ({ seenAt }) => (seenAt ? <DateTime at={seenAt} /> : text('never')),
            },
            {
              title: text('list.waiting'),
              isNumber: true,
              cell: ({ waiting }) => (waiting === null ? text('never') : number(waiting)),
            },
            {
              title: text('list.entries'),
              isNumber: true,
              cell: ({ accepted, refused }) => `${number(accepted)} / ${number(refused)}`,
            },
            { title: text('list.held'), isNumber: true, cell: ({ held }) => number(held) },
          ]}
        />
      ) : null}
    </Section>
  )
}

export function TabletState({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const isOn = tablet.revokedAt === null
  return (
    <Badge tone={isOn ? 'good' : 'caution'} icon={isOn ? 'check' : 'lock'}>
      {text(isOn ? 'state.on' : tablet.writeOff?.confirmedBy ? 'state.given-up' : 'state.revoked')}
    </Badge>
  )
}
