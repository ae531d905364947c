import type { VoucherWithLife } from '../../api/vouchers.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { EndVoucher } from './end-voucher.tsx'
import { useText } from './texts.ts'

/** Vouchers, what each is worth and what became of it. */
export function VoucherTable({ vouchers }: { vouchers: readonly VoucherWithLife[] }) {
  const text = useText()
  const nameOf = useName()
  const { money } = useFormats()
  const worth = useWorth()
  const mayEnd = useMay(managers)
  return (
    <Table
      caption={text('title')}
      rows={vouchers}
      keyOf={({ id }) => id}
      columns={[
        { title: text('name'), cell: nameOf },
        { title: text('worth'), cell: worth },
        {
          title: text('left'),
          isNumber: true,
          cell: ({ leftFen }) => (leftFen === null ? '—' : money(leftFen)),
        },
        {
          title: text('until'),
          cell: ({ expiresAt }) => (
            <DateTime at={new Date(Date.parse(expiresAt) - 1).toISOString()} show="date" />
          ),
        },
        { title: text('state'), cell: ({ state }) => text(`state.${state}`) },
        { title: text('life'), cell: ({ changes }) => <Life changes={changes} /> },
        ...(mayEnd
          ? [{ title: text('do'), cell: (voucher: VoucherWithLife) => <EndVoucher voucher={voucher} /> }]
          : []),
      ]}
    />
  )
}

function useWorth() {
  const text = useText()
  const { money } = useFormats()
  return ({ valueFen, ratePerMille, minimumFen }: VoucherWithLife): string => {
    const value =
      valueFen !== null
        ? text('worth.amount', { amount: money(valueFen) })
        : ratePerMille !== null
          ? text('worth.percent', { rate: ratePerMille / 10 })
          : text('worth.benefit')
    return minimumFen > 0 ? `${value} · ${text('worth.from', { amount: money(minimumFen) })}` : value
  }
}

function Life({ changes }: { changes: VoucherWithLife['changes'] }) {
  const text = useText()
  const { money } = useFormats()
  return (
    <ol className="plain-list">
      {changes.map(({ kind, fen, reason, recordedAt }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- a change is known by its place; none ever moves
        <li key={index}>
          <DateTime at={recordedAt} /> {text(`change.${kind}`)}
          {fen === null || kind === 'void' ? '' : ` ${money(fen)}`}
          {reason === '' ? '' : ` · ${reason}`}
        </li>
      ))}
    </ol>
  )
}
