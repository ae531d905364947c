import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getPointsReport, pointsReportFile, type PointsReport } from '../../api/reports.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { Earned } from './earned.tsx'
import { Expiring } from './expiring.tsx'
import { FirstRedemptions } from './first-redemptions.tsx'
import { Joined } from './joined.tsx'
import { LevelFlows } from './level-flows.tsx'
import { Liability } from './liability.tsx'
import { useText } from './texts.ts'
import { WorthSection } from './worth.tsx'

/** What the programme owes its members in points, month by month, and what becomes of it. */
export function ReportPage() {
  const text = useText()
  const found = useRead(getPointsReport)
  const report = found.data
  return (
    <Page
      title={text('title')}
      lead={useLead(report)}
      help={text('help')}
      back={<Link to="/programme">{text('back')}</Link>}
      actions={report ? <Files /> : null}
    >
      <Trouble of={[found]} />
      {report ? <Found report={report} /> : null}
    </Page>
  )
}

const isEmpty = ({ earned }: PointsReport): boolean => earned.length === 0

function useLead(report: PointsReport | undefined): string | undefined {
  const text = useText()
  const { number, money } = useFormats()
  if (!report) return undefined
  if (isEmpty(report)) return text('empty')
  const last = report.months.at(-1)
  const points = number(last?.points.closing ?? 0)
  const expiring = number(report.expiring.months.reduce((sum, month) => sum + month.points, 0))
  return last?.fen
    ? text('lead.worth', { points, money: money(last.fen.closing), expiring })
    : text('lead', { points, expiring })
}

function Found({ report }: { report: PointsReport }) {
  const text = useText()
  if (isEmpty(report))
    return (
      <>
        <EmptyState icon="rules" title={text('empty')} todo={text('empty.todo')} />
        <WorthSection worth={report.worth} />
      </>
    )
  return (
    <>
      {report.addsUp ? (
        <p className="soft">{text('adds-up')}</p>
      ) : (
        <Notice tone="caution" title={text('adds-up.not')} />
      )}
      <Liability months={report.months} />
      <Expiring expiring={report.expiring} />
      <Earned earned={report.earned} />
      <Joined joined={report.joined} />
      <LevelFlows levels={report.levels} levelFlows={report.levelFlows} />
      <FirstRedemptions firstRedemptions={report.firstRedemptions} />
      <WorthSection worth={report.worth} />
    </>
  )
}

function Files() {
  const text = useText()
  const language = useLanguage()
  const files = [
    { name: 'points.pdf', label: text('file.pdf') },
    { name: 'points.xlsx', label: text('file.xlsx') },
    { name: 'points.csv', label: text('file.csv') },
  ] as const
  return files.map(({ name, label }) => (
    <a key={name} className="button quiet" href={pointsReportFile(name, language)} download>
      <Icon name="download" />
      <span>{label}</span>
    </a>
  ))
}
