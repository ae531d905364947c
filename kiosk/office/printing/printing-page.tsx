import { Link } from '@tanstack/react-router'
import { getPrinters, getPrintJobs, type PrintJob } from '../../api/printing.ts'
import { useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { carriers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { JobPanel } from './job-panel.tsx'
import { JobState } from './job-state.tsx'
import { AddPrinter } from './printer-form.tsx'
import { Presses } from './presses.tsx'
import { PrinterTable } from './printer-table.tsx'
import { useText } from './texts.ts'
import './printing.css'

/** How far printers are is told by them when they are asked: no event says it. */
const ASK_MS = 2_000

export function PrintingPage() {
  const text = useText()
  const line = useLive(['printing'])
  const printers = useRead(getPrinters)
  const jobs = useRead(getPrintJobs, { everyMs: ASK_MS })
  const isAdministrator = useMay(['administrator'])
  const mayWrite = useMay(carriers)
  const all = jobs.data?.jobs
  const files = all?.filter(({ state }) => state === 'ready') ?? []
  const underWay = all?.filter(({ endedAt, state }) => endedAt === null && state !== 'ready')
  const ended = all?.filter(({ endedAt }) => endedAt !== null) ?? []
  const list = printers.data?.printers
  const hasPrinters = list !== undefined && list.length > 0
  return (
    <Page
      title={text('title')}
      lead={useLead(underWay, { files: files.length, printers: list?.length })}
      help={text('help')}
      line={line}
      actions={
        <>
          {mayWrite ? (
            <Link to="/printing/letters" className="button plain">
              <span>{text('letters.open')}</span>
            </Link>
          ) : null}
          {isAdministrator && hasPrinters ? <AddPrinter /> : null}
        </>
      }
    >
      <Trouble of={[printers, jobs]} />
      {list?.length === 0 ? (
        <EmptyState icon="printer" title={text('printers.none.title')} todo={text('printers.none.todo')}>
          {isAdministrator ? <AddPrinter isFirst /> : null}
        </EmptyState>
      ) : null}
      {underWay && (hasPrinters || underWay.length > 0) ? (
        <Section title={text('jobs.title')}>
          {underWay.length === 0 ? <p className="soft">{text('jobs.none')}</p> : null}
          {underWay.map((job, index) => (
            <JobPanel key={job.id} job={job} isFirst={isFirstOfKind(underWay, index)} />
          ))}
        </Section>
      ) : null}
      {files.length > 0 ? (
        <Section title={text('files.title')}>
          {files.map((job) => (
            <JobPanel key={job.id} job={job} isFirst />
          ))}
        </Section>
      ) : null}
      {hasPrinters ? (
        <Section title={text('printers.title')}>
          <PrinterTable printers={list} />
        </Section>
      ) : null}
      {list ? <Presses /> : null}
      {ended.length > 0 ? (
        <Section title={text('jobs.ended')}>
          <Table
            caption={text('jobs.ended')}
            rows={ended}
            keyOf={({ id }) => id}
            columns={[
              { title: text('job.batch'), cell: ({ batchCode }) => batchCode },
              { title: text('job.state'), cell: (job) => <JobState job={job} /> },
              { title: text('job.cards'), isNumber: true, cell: ({ out }) => out },
              {
                title: text('job.ended'),
                cell: ({ endedAt }) => (endedAt ? <DateTime at={endedAt} /> : null),
              },
            ]}
          />
        </Section>
      ) : null}
    </Page>
  )
}

/** Each kind has a queue of its own. */
const isFirstOfKind = (jobs: readonly PrintJob[], index: number): boolean =>
  !jobs.slice(0, index).some(({ kind }) => kind === jobs[index]?.kind)

function useLead(
  jobs: readonly PrintJob[] | undefined,
  { files, printers }: { files: number; printers: number | undefined },
) {
  const text = useText()
  if (!jobs || printers === undefined) return undefined
  const toCount = jobs.filter((job) => job.toCount.length > 0).length
  if (toCount > 0) return text('lead.count', { count: toCount })
  const held = jobs.filter(({ state }) => state === 'stopped').length
  if (held > 0) return text('lead.held', { count: held })
  if (jobs.length === 0 && files > 0) return text('lead.ready', { count: files })
  if (jobs.length === 0) return text(printers === 0 ? 'lead.no-printer' : 'lead.idle')
  const count = jobs.reduce((sum, { cards }) => sum + cards, 0)
  const out = jobs.reduce((sum, job) => sum + job.out, 0)
  const known = jobs.flatMap(({ secondsLeft }) => secondsLeft ?? [])
  const minutes = Math.ceil(known.reduce((sum, seconds) => sum + seconds, 0) / 60)
  return known.length === jobs.length
    ? text('lead.left', { count, out, minutes })
    : text('lead.printing', { count, out })
}
