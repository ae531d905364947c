import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { VoucherDesk } from '../vouchers/voucher-desk.tsx'
import { AddGift } from './add-gift.tsx'
import { Appointments } from './appointments.tsx'
import { GiftTable } from './gift-table.tsx'
import { Holds } from './holds.tsx'
import { useStock } from './use-stock.ts'
import { useText } from './texts.ts'
import './gifts.css'

type Stock = ReturnType<typeof useStock>

export function GiftsPage() {
  const text = useText()
  const stock = useStock()
  const mayAdd = useMay(managers)
  const line = useLive(stock.places.slice(0, 10).map(({ id }) => `place:${id}`))
  const hasGifts = stock.gifts.length > 0
  return (
    <Page
      title={text('title')}
      lead={useLead(stock)}
      help={text('help')}
      line={line}
      actions={hasGifts && mayAdd ? <AddGift /> : null}
    >
      <Trouble of={stock.questions} />
      {stock.isReady && !hasGifts ? (
        <EmptyState icon="gift" title={text('empty.title')} todo={text('empty.todo')}>
          {mayAdd ? <AddGift /> : null}
        </EmptyState>
      ) : null}
      {hasGifts ? <GiftTable stock={stock} /> : null}
      {hasGifts && stock.places.length > 0 ? <Holds stock={stock} /> : null}
      {stock.gifts.some(({ kind }) => kind === 'service') ? (
        <Appointments gifts={stock.gifts} places={stock.places} />
      ) : null}
      <VoucherDesk />
    </Page>
  )
}

function useLead({ isReady, gifts, places, onHand }: Stock) {
  const text = useText()
  if (!isReady) return undefined
  if (gifts.length === 0) return text('lead.none')
  const totals = gifts
    .filter(({ kind }) => kind === 'goods')
    .map((gift) => places.reduce((sum, place) => sum + onHand(place.id, gift.id), 0))
  const pieces = totals.reduce((sum, total) => sum + total, 0)
  const words = text('lead.stock', { count: gifts.length, pieces })
  const out = totals.filter((total) => total === 0).length
  return out > 0 ? `${words} ${text('lead.out', { count: out })}` : words
}
