import { Link } from '@tanstack/react-router'
import type { Batch } from '../../api/cards.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { BatchState } from './batch-state.tsx'
import { useDesignName } from './design-name.ts'
import { encodedOf } from './encoded.ts'
import { useText } from './texts.ts'

export function BatchTable({ batches }: { batches: readonly Batch[] }) {
  const text = useText()
  const { number } = useFormats()
  const designName = useDesignName()
  return (
    <Table
      caption={text('list.caption')}
      rows={batches}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('list.code'),
          cell: ({ id, code }) => (
            <Link to="/batches/$batchId" params={{ batchId: id }} className="row-link">
              <code>{code}</code>
            </Link>
          ),
        },
        { title: text('list.design'), cell: ({ design }) => designName(design) },
        {
          title: text('list.done'),
          isNumber: true,
          cell: ({ cards, quantity }) => (
            <span className="of-total">
              <span>
                {number(encodedOf(cards))} / {number(quantity)}
              </span>
              <meter min={0} max={quantity} value={encodedOf(cards)} aria-label={text('list.done')} />
            </span>
          ),
        },
        { title: text('list.spoiled'), isNumber: true, cell: ({ balance }) => number(balance.spoiled) },
        { title: text('list.state'), cell: ({ state }) => <BatchState state={state} /> },
        { title: text('list.ordered'), cell: ({ orderedAt }) => <DateTime at={orderedAt} /> },
      ]}
    />
  )
}
