import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../../api/call.ts'
import { getDraft, getProgrammes, type Draft } from '../../../api/programmes.ts'
import { useChange, useRead } from '../../../api/reading.ts'
import { beginReplay, getReplays, type NewReplay, type ReplaySummary } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { DateTime } from '../../../ui/amounts.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Table } from '../../../ui/table.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { OfficeForm, useTried } from '../../office-form.tsx'
import { Page } from '../../page.tsx'
import { managers } from '../../roles.ts'
import { Section } from '../../section.tsx'
import { useShopDay } from '../../shop-day.ts'
import { Trouble } from '../../trouble.tsx'
import { useLive } from '../../use-live.ts'
import { useMay } from '../../use-may.ts'
import { StateBadge } from './state-badge.tsx'
import { useText } from './texts.ts'

/** Trials of drafts on past purchases: begin one, or open one again. */
export function TrialsPage() {
  const text = useText()
  const { dateTime } = useFormats()
  const mayManage = useMay(managers)
  const programmes = useRead(getProgrammes)
  const id = programmes.data?.programmes.at(-1)?.id
  const isWanted = id !== undefined
  const draft = useRead(getDraft, { params: { id: id ?? '' }, isWanted })
  const found = useRead(getReplays, { params: { id: id ?? '' }, isWanted })
  const replays = found.data?.replays
  const line = useLive((replays ?? []).filter(isOpen).map((replay) => `replay:${replay.id}`))
  const last = replays?.[0]
  const lead = last
    ? text('list.lead', { count: replays.length, name: last.askedBy, at: dateTime(last.askedAt) })
    : replays && text('list.lead.none')
  return (
    <Page
      title={text('list.title')}
      lead={lead}
      help={text('help')}
      line={line}
      back={<Link to="/programme">{text('back')}</Link>}
    >
      <Trouble of={[programmes, draft, found]} />
      {mayManage && draft.data && id ? (
        <Section title={text('begin.title')}>
          <Begin programmeId={id} draft={draft.data.draft} />
        </Section>
      ) : null}
      {replays && replays.length > 0 ? (
        <Section title={text('list.all')}>
          <TrialTable replays={replays} />
        </Section>
      ) : null}
    </Page>
  )
}

export const isOpen = ({ state }: Pick<ReplaySummary, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

function Begin({ programmeId, draft }: { programmeId: string; draft: Draft | null }) {
  const text = useText()
  if (draft?.state !== 'draft' && draft?.state !== 'submitted')
    return <p className="soft">{text('begin.none')}</p>
  if (draft.faults.length > 0) return <Notice tone="caution" title={text('begin.faulty')} />
  return <BeginForm programmeId={programmeId} draft={draft} />
}

const DAY = /^\d{4}-\d\d-\d\d$/

function BeginForm({ programmeId, draft }: { programmeId: string; draft: Draft }) {
  const text = useText()
  const today = useShopDay()
  const navigate = useNavigate()
  const [from, setFrom] = useState(() => yearBefore(today))
  const [until, setUntil] = useState(today)
  const command = useChange((body: NewReplay, commandId) =>
    call(beginReplay, { params: { id: programmeId }, body, commandId }),
  )
  const isComplete = DAY.test(from) && DAY.test(until) && from <= until
  const { number, revision } = draft
  return (
    <OfficeForm
      submit={text('begin.submit')}
      command={command}
      isComplete={isComplete}
      onSubmit={() =>
        command.mutate(
          { number, revision, from, until },
          {
            onSuccess: ({ id }) => {
              void navigate({ to: '/programme/replays/$replayId', params: { replayId: id } })
            },
          },
        )
      }
    >
      <p>{text('begin.words')}</p>
      <div className="form-row">
        <DayField label={text('begin.from')} value={from} onChange={setFrom} isWrong={!isComplete} />
        <DayField label={text('begin.until')} value={until} onChange={setUntil} isWrong={!isComplete} />
      </div>
    </OfficeForm>
  )
}

function DayField({
  isWrong,
  ...field
}: {
  label: string
  value: string
  onChange: (day: string) => void
  isWrong: boolean
}) {
  const text = useText()
  const tried = useTried()
  return (
    <TextField
      {...field}
      type="date"
      isRequired
      error={tried && isWrong ? text('begin.invalid') : undefined}
    />
  )
}

/** The day after the same day a year before: a year with it. */
const yearBefore = (day: string): string => {
  const before = new Date(`${day}T12:00:00Z`)
  before.setUTCFullYear(before.getUTCFullYear() - 1)
  before.setUTCDate(before.getUTCDate() + 1)
  return before.toISOString().slice(0, 10)
}

function TrialTable({ replays }: { replays: readonly ReplaySummary[] }) {
  const text = useText()
  return (
    <Table
      caption={text('list.all')}
      rows={replays}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('list.period'),
          cell: ({ id, from, until }) => (
            <Link to="/programme/replays/$replayId" params={{ replayId: id }}>
              {text('period', { from, until })}
            </Link>
          ),
        },
        {
          title: text('list.draft'),
          cell: ({ draftNumber: number, draftRevision: revision }) =>
            text('list.draft.cell', { number, revision }),
        },
        {
          title: text('list.against'),
          cell: ({ todayVersion: version }) => text('list.against.cell', { version }),
        },
        { title: text('list.by'), cell: ({ askedBy }) => askedBy },
        { title: text('list.at'), cell: ({ askedAt }) => <DateTime at={askedAt} /> },
        { title: text('list.state'), cell: (replay) => <StateBadge of={replay} /> },
      ]}
    />
  )
}
