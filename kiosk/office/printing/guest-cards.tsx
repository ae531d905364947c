import type { RegisterEntry } from '../../api/complimentary.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Table } from '../../ui/table.tsx'
import { useText } from './texts.ts'

/** Guest cards that were given, each a letter away. */
export function GuestCards({
  entries,
  isTaken,
  onTake,
}: {
  entries: readonly RegisterEntry[]
  isTaken: (cardNumber: string) => boolean
  onTake: (cardNumber: string, name: string) => void
}) {
  const text = useText()
  return (
    <Table
      caption={text('letters.guests')}
      rows={entries}
      keyOf={({ requestId }) => requestId}
      columns={[
        { title: text('letters.name'), cell: ({ recipientName }) => recipientName ?? '—' },
        {
          title: text('letters.card'),
          cell: ({ handedOver }) => (handedOver ? <CardNumber number={handedOver.cardNumber} /> : null),
        },
        {
          title: text('letters.given'),
          cell: ({ handedOver }) => (handedOver ? <DateTime at={handedOver.at} /> : null),
        },
        {
          title: text('printer.do'),
          cell: ({ handedOver, recipientName }) =>
            handedOver && !isTaken(handedOver.cardNumber) ? (
              <Button
                kind="quiet"
                icon="plus"
                onPress={() => onTake(handedOver.cardNumber, recipientName ?? '')}
              >
                {text('letters.take')}
              </Button>
            ) : null,
        },
      ]}
    />
  )
}
