import { Link, useParams } from '@tanstack/react-router'
import { getResults, type Activity, type DriveResults, type ResultsGroup } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { GroupedBars } from '../../ui/bar-chart.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { ResultsBooks } from './results-books.tsx'
import { useText } from './texts.ts'
import './drives.css'

/** What a drive brought and cost, once it is over or while it goes on. */
export function ResultsPage() {
  const text = useText()
  const language = useLanguage()
  const { driveId = '' } = useParams({ strict: false })
  const results = useRead(getResults, { params: { driveId } })
  return (
    <Page
      title={text('results.title', { name: results.data?.name ?? '…' })}
      lead={useLead(results.data)}
      help={text('results.help')}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('evening.back')}
        </Link>
      }
      actions={(['pdf', 'xlsx', 'csv'] as const).map((kind) => (
        <a
          key={kind}
          className="button quiet"
          href={`/api/v1/drives/${driveId}/results.${kind}?language=${language}`}
          download
        >
          <Icon name="download" />
          <span>{text(`results.${kind}`)}</span>
        </a>
      ))}
    >
      <Trouble of={[results]} />
      {results.data ? <Results results={results.data} /> : null}
    </Page>
  )
}

function useLead(results: DriveResults | undefined) {
  const text = useText()
  const { money } = useFormats()
  if (!results) return undefined
  const { costFen, costPerMemberFen, all } = results
  if (costPerMemberFen === null) return text('results.lead.none', { cost: money(costFen) })
  return text('results.lead', {
    members: all.newMembers,
    cost: money(costFen),
    each: money(costPerMemberFen),
  })
}

function Results({ results }: { results: DriveResults }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  const activity = useActivity()
  const { all, sources } = results
  return (
    <>
      <Stats>
        <Stat label={text('drive.all')}>{number(all.enrolments)}</Stat>
        <Stat label={text('drive.new')}>{number(all.newMembers)}</Stat>
        <Stat label={text('results.after7')}>{activity(all.after7)}</Stat>
        <Stat label={text('results.after30')}>{activity(all.after30)}</Stat>
      </Stats>
      <Section title={text('drive.sources')}>
        <GroupedBars
          names={[text('drive.new'), text('results.after30')]}
          groups={sources.map((source) => ({
            label: nameOf(source),
            values: [source.newMembers, source.after30.active],
          }))}
        />
        <SourcesCompared sources={sources} />
      </Section>
      <Promoters people={results.people} />
      <Costs results={results} />
      <ResultsBooks results={results} />
    </>
  )
}

/** How many bought, of those for whom the days are over. */
function useActivity() {
  const text = useText()
  const { percent } = useFormats()
  return ({ due, active }: Activity) =>
    due === 0 ? text('results.not-yet') : text('results.of', { active, due, share: percent(active / due) })
}

function useGroupColumns(): Column<ResultsGroup>[] {
  const text = useText()
  const { number } = useFormats()
  const activity = useActivity()
  return [
    { title: text('drive.enrolments'), isNumber: true, cell: ({ enrolments }) => number(enrolments) },
    { title: text('drive.new'), isNumber: true, cell: ({ newMembers }) => number(newMembers) },
    { title: text('results.after7'), isNumber: true, cell: ({ after7 }) => activity(after7) },
    { title: text('results.after30'), isNumber: true, cell: ({ after30 }) => activity(after30) },
  ]
}

function SourcesCompared({ sources }: { sources: DriveResults['sources'] }) {
  const text = useText()
  const { money } = useFormats()
  const nameOf = useName()
  return (
    <Table
      caption={text('drive.sources')}
      rows={sources}
      keyOf={({ code }) => code}
      columns={[
        { title: text('drive.source'), cell: nameOf },
        ...useGroupColumns(),
        { title: text('results.cost'), isNumber: true, cell: ({ costFen }) => money(costFen) },
        {
          title: text('results.each'),
          isNumber: true,
          cell: ({ costPerMemberFen: each }) => (each === null ? '' : money(each)),
        },
      ]}
    />
  )
}

const oneDecimal = (value: number): number => Math.round(value * 10) / 10

function Promoters({ people }: { people: DriveResults['people'] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('results.people')}>
      <Table
        caption={text('results.people')}
        rows={people}
        keyOf={({ staffId }) => staffId}
        columns={[
          { title: text('moves.person'), cell: ({ displayName }) => displayName },
          ...useGroupColumns(),
          {
            title: text('results.hours'),
            isNumber: true,
            cell: ({ minutes }) => number(oneDecimal(minutes / 60)),
          },
          {
            title: text('results.per-hour'),
            isNumber: true,
            cell: ({ cards, minutes }) => (minutes === 0 ? '' : number(oneDecimal((cards * 60) / minutes))),
          },
          {
            title: text('results.spoiled'),
            isNumber: true,
            cell: ({ spoiledGifts }) => number(spoiledGifts),
          },
        ]}
      />
    </Section>
  )
}

function Costs({ results: { costs, costFen } }: { results: DriveResults }) {
  const text = useText()
  const { money } = useFormats()
  if (costs.length === 0) return <p className="soft">{text('results.costs.none')}</p>
  const rows = [
    ...costs.map(({ kind, name, fen }, index) => ({
      key: String(index),
      kind: text(`results.kind.${kind}`),
      name,
      fen,
    })),
    { key: 'total', kind: text('results.total'), name: '', fen: costFen },
  ]
  return (
    <Section title={text('results.costs')}>
      <Table
        caption={text('results.costs')}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          { title: text('results.kind'), cell: ({ kind }) => kind },
          { title: text('results.what'), cell: ({ name }) => name },
          { title: text('results.amount'), isNumber: true, cell: ({ fen }) => money(fen) },
        ]}
      />
    </Section>
  )
}
