import type { CardAlert } from '../../api/cards.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

const atOnce = 20

/** What somebody has looked into, newest first. */
export function LookedInto({ alerts }: { alerts: readonly CardAlert[] }) {
  const text = useText()
  if (alerts.length === 0) return null
  return (
    <Section title={text('done.title')}>
      <Table
        caption={text('done.title')}
        rows={alerts.slice(0, atOnce)}
        keyOf={({ id }) => id}
        columns={[
          { title: text('done.card'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
          { title: text('done.what'), cell: ({ kind }) => text(`kind.${kind}`) },
          { title: text('done.when'), cell: ({ raisedAt }) => <DateTime at={raisedAt} /> },
          {
            title: text('done.outcome'),
            cell: ({ review }) =>
              review ? (
                <>
                  {text(`outcome.${review.outcome}`)}
                  {review.note ? <span className="soft small-line">{review.note}</span> : null}
                </>
              ) : null,
          },
          { title: text('done.who'), cell: ({ review }) => review?.reviewedBy ?? '' },
        ]}
      />
    </Section>
  )
}
