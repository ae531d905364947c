import { Link } from '@tanstack/react-router'
import type { CardAlert } from '../../api/cards.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

const atOnce = 8

/** Cards that did what a genuine one in good hands does not do, latest first. */
export function Alerts({ alerts }: { alerts: readonly CardAlert[] }) {
  const text = useText()
  return (
    <Section
      title={text('alerts.title')}
      actions={
        <Link to="/alerts" className="button plain">
          {text('alerts.open')}
        </Link>
      }
    >
      <Table
        caption={text('alerts.title')}
        rows={alerts.slice(0, atOnce)}
        keyOf={({ id }) => id}
        columns={[
          { title: text('alerts.number'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
          {
            title: text('alerts.what'),
            cell: ({ kind }) => (
              <span className="alert-words">
                <Icon name="alert" />
                {text(`alert.${kind}`)}
              </span>
            ),
          },
          { title: text('alerts.when'), cell: ({ raisedAt }) => <DateTime at={raisedAt} /> },
        ]}
      />
      {alerts.length > atOnce ? (
        <p className="soft">{text('alerts.more', { count: alerts.length - atOnce })}</p>
      ) : null}
    </Section>
  )
}
