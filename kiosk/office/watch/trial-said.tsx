import type { WatchTrial } from '../../api/watch.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { SubjectName } from './subject.tsx'
import { useText } from './texts.ts'

const atOnce = 8

/** What another setting would have told in the weeks past, beside what holds. */
export function TrialSaid({ trial, weeks }: { trial: WatchTrial; weeks: number }) {
  const text = useText()
  const formats = useFormats()
  const { inForce, tried, highest } = trial
  const compares = highest.some(({ usual }) => usual !== null)
  return (
    <>
      <output>
        {text('try.result', { weeks, now: inForce.alerts, tried: tried.alerts, subjects: tried.subjects })}
      </output>
      {highest.length > 0 ? (
        <Table
          caption={text('try.highest')}
          rows={highest.slice(0, atOnce).map((row, nth) => ({ ...row, nth }))}
          keyOf={({ nth }) => String(nth)}
          columns={[
            { title: text('try.who'), cell: ({ subject }) => <SubjectName subject={subject} /> },
            { title: text('try.figure'), isNumber: true, cell: ({ figure }) => formats.number(figure) },
            ...(compares
              ? [
                  {
                    title: text('try.usual'),
                    isNumber: true,
                    cell: ({ usual }: { usual: number | null }) =>
                      usual === null ? '–' : formats.number(usual),
                  },
                ]
              : []),
            { title: text('try.at'), cell: ({ at }) => <DateTime at={at} /> },
          ]}
        />
      ) : null}
    </>
  )
}
