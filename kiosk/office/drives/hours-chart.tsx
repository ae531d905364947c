import type { DriveLive } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

const inWords = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** Hours without enrolments between the first and the last one are drawn as well: a gap is a fact. */
function everyHour(hours: DriveLive['hours']) {
  const [first, last] = [hours[0], hours.at(-1)]
  if (!first || !last) return []
  return Array.from({ length: last.hour - first.hour + 1 }, (_, index) => {
    const hour = first.hour + index
    return { hour, enrolments: hours.find((there) => there.hour === hour)?.enrolments ?? 0 }
  })
}

export function HoursChart({ hours }: { hours: DriveLive['hours'] }) {
  const text = useText()
  const { number } = useFormats()
  const rows = everyHour(hours)
  return (
    <Section title={text('drive.hours')}>
      {rows.length === 0 ? (
        <p className="soft">{text('drive.hours.none')}</p>
      ) : (
        <>
          <BarChart
            bars={rows.map(({ hour, enrolments }) => ({ label: inWords(hour), value: enrolments }))}
          />
          <Table
            caption={text('drive.hours')}
            rows={rows}
            keyOf={({ hour }) => String(hour)}
            columns={[
              { title: text('drive.hour'), cell: ({ hour }) => inWords(hour) },
              {
                title: text('drive.enrolments'),
                isNumber: true,
                cell: ({ enrolments }) => number(enrolments),
              },
            ]}
          />
        </>
      )}
    </Section>
  )
}
