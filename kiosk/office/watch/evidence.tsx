import type { WatchAlert } from '../../api/watch.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { SubjectName } from './subject.tsx'
import { useText } from './texts.ts'

/** The rows that an alert is made of, the newest last. */
export function Evidence({ alert: { evidence, evidenceCount } }: { alert: WatchAlert }) {
  const text = useText()
  const formats = useFormats()
  const shown = evidence.length
  const title =
    shown < evidenceCount
      ? text('evidence.title.part', { count: evidenceCount, shown })
      : text('evidence.title', { count: evidenceCount })
  return (
    <details className="watch-evidence">
      <summary>{title}</summary>
      <Table
        caption={title}
        rows={evidence.map((row, nth) => ({ ...row, nth }))}
        keyOf={({ nth }) => String(nth)}
        columns={[
          { title: text('evidence.when'), cell: ({ at }) => <DateTime at={at} /> },
          {
            title: text('evidence.what'),
            cell: ({ kind, owed }) => (owed > 0 ? text('kind.return.owed', { owed }) : text(`kind.${kind}`)),
          },
          { title: text('evidence.where'), cell: ({ subject }) => <SubjectName subject={subject} /> },
          {
            title: text('evidence.amount'),
            isNumber: true,
            cell: ({ fen }) => (fen > 0 ? formats.money(fen) : '–'),
          },
          {
            title: text('evidence.points'),
            isNumber: true,
            cell: ({ points }) => (points > 0 ? formats.number(points) : '–'),
          },
        ]}
      />
    </details>
  )
}
