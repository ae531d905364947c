import { useState } from 'react'
import { getCards, type Card, type CardState } from '../../api/cards.ts'
import { getPlaces } from '../../api/places.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { ReprintDialog } from '../printing/reprint-dialog.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { CardStateBadge } from './card-state.tsx'
import { SpoilDialog } from './spoil-dialog.tsx'
import { useText } from './texts.ts'

const filters = ['all', 'numbered', 'encoding', 'encoded', 'active', 'spoiled'] as const
type Filter = (typeof filters)[number]
const spoilable: readonly CardState[] = ['encoding', 'encoded']
const reprintable: readonly CardState[] = ['numbered', 'encoding', 'encoded']

export function BatchCards({ batchId }: { batchId: string }) {
  const text = useText()
  const [filter, setFilter] = useState<Filter>('all')
  const [after, setAfter] = useState(0)
  const cards = useRead(getCards, {
    params: { batchId },
    query: { after, limit: 50, state: filter === 'all' ? undefined : filter },
  })
  return (
    <Section title={text('cards.title')}>
      <div className="narrow-field">
        <Select
          label={text('cards.filter')}
          value={filter}
          onChange={(next: Filter) => {
            setFilter(next)
            setAfter(0)
          }}
          options={filters.map((value) => ({
            value,
            label: text(value === 'all' ? 'cards.all' : `card.${value}`),
          }))}
        />
      </div>
      <Trouble of={[cards]} />
      {cards.data?.cards.length === 0 ? <p className="soft">{text('cards.none')}</p> : null}
      {cards.data && cards.data.cards.length > 0 ? <CardTable cards={cards.data.cards} /> : null}
      {cards.data?.next ? (
        <p>
          <Button onPress={() => setAfter(cards.data.next ?? 0)}>{text('cards.more')}</Button>
        </p>
      ) : null}
    </Section>
  )
}

function CardTable({ cards }: { cards: readonly Card[] }) {
  const text = useText()
  const { number } = useFormats()
  const mayGo = useMay(desk)
  const places = useRead(getPlaces)
  const placeOf = (card: Card) =>
    card.placeId ? places.data?.places.find(({ id }) => id === card.placeId)?.name : text('cards.office')
  return (
    <Table
      caption={text('cards.caption')}
      rows={cards}
      keyOf={({ cardNumber }) => cardNumber}
      columns={[
        { title: text('cards.number'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
        { title: text('cards.position'), isNumber: true, cell: ({ position }) => number(position) },
        { title: text('cards.state'), cell: (card) => <CardStateBadge card={card} /> },
        {
          title: text('cards.stripe'),
          cell: ({ stripeWritten }) => text(stripeWritten ? 'cards.stripe.yes' : 'cards.stripe.no'),
        },
        { title: text('cards.where'), cell: placeOf },
        { title: text('cards.since'), cell: ({ stateSince }) => <DateTime at={stateSince} /> },
        {
          title: text('cards.do'),
          cell: ({ cardNumber, state }) =>
            mayGo ? (
              <div className="actions">
                {spoilable.includes(state) ? <SpoilDialog cardNumber={cardNumber} /> : null}
                {reprintable.includes(state) ? <ReprintDialog cardNumber={cardNumber} /> : null}
              </div>
            ) : null,
        },
      ]}
    />
  )
}
