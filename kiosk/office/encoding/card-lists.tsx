import type { Progress } from '../../api/encoding.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Table } from '../../ui/table.tsx'
import { SpoilDialog } from '../batches/spoil-dialog.tsx'
import { Section } from '../section.tsx'
import { LabelLink } from './label-link.tsx'
import { useText } from './texts.ts'

export function UnfinishedCards({ cards }: { cards: Progress['unfinished'] }) {
  const text = useText()
  return (
    <Section title={text('unfinished.title')}>
      <p>{text('unfinished.words')}</p>
      <Table
        caption={text('unfinished.title')}
        rows={cards}
        keyOf={({ cardNumber }) => cardNumber}
        columns={[
          { title: text('unfinished.number'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
          { title: text('unfinished.since'), cell: ({ since }) => <DateTime at={since} /> },
          {
            title: text('unfinished.do'),
            cell: ({ cardNumber }) => (
              <span className="actions">
                <SpoilDialog cardNumber={cardNumber} />
                <LabelLink cardNumber={cardNumber} />
              </span>
            ),
          },
        ]}
      />
    </Section>
  )
}

export function LatestCards({ cards }: { cards: Progress['latest'] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('latest.title')}>
      {cards.length === 0 ? (
        <p className="soft">{text('latest.none')}</p>
      ) : (
        <Table
          caption={text('latest.caption')}
          rows={cards}
          keyOf={({ cardNumber }) => cardNumber}
          columns={[
            { title: text('latest.number'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
            { title: text('latest.position'), isNumber: true, cell: ({ position }) => number(position) },
            { title: text('latest.outcome'), cell: (card) => <Outcome card={card} /> },
            { title: text('latest.at'), cell: ({ at }) => <DateTime at={at} show="time" /> },
          ]}
        />
      )}
    </Section>
  )
}

function Outcome({ card: { outcome, reason } }: { card: Progress['latest'][number] }) {
  const text = useText()
  return (
    <>
      <Badge {...(outcome === 'encoded' ? good : bad)}>{text(`latest.${outcome}`)}</Badge>
      {reason ? <span className="soft small-line">{reason}</span> : null}
    </>
  )
}

const good = { tone: 'good', icon: 'check' } as const
const bad = { tone: 'bad', icon: 'close' } as const
