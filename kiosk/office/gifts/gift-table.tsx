import type { Gift } from '../../api/gifts.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { OpenSlots } from './open-slots.tsx'
import { MoveGift, ReceiveGift } from './stock-dialogs.tsx'
import type { useStock } from './use-stock.ts'
import { useText } from './texts.ts'

/** A column for each place; a place without any gift is left out. */
export function GiftTable({ stock }: { stock: ReturnType<typeof useStock> }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  const mayMove = useMay(managers)
  const { gifts, places, onHand } = stock
  const used = places.filter((place) => gifts.some((gift) => onHand(place.id, gift.id) > 0))
  const perPlace = used.map((place): Column<Gift> => ({
    title: place.name,
    isNumber: true,
    cell: (gift) => (gift.kind === 'goods' ? <Pieces count={onHand(place.id, gift.id)} /> : '—'),
  }))
  return (
    <Table
      caption={text('list.caption')}
      rows={gifts}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('list.name'),
          cell: (gift) => (
            <span className="gift-name">
              <span className="gift-thumb">
                <GiftPicture picture={gift.picture} />
              </span>
              {nameOf(gift)}
            </span>
          ),
        },
        { title: text('list.kind'), cell: ({ kind }) => text(`kind.${kind}`) },
        { title: text('list.price'), isNumber: true, cell: ({ pricePoints }) => number(pricePoints) },
        ...perPlace,
        {
          title: text('list.total'),
          isNumber: true,
          cell: (gift) =>
            gift.kind === 'goods'
              ? number(places.reduce((sum, place) => sum + onHand(place.id, gift.id), 0))
              : '—',
        },
        ...(mayMove
          ? [
              {
                title: text('list.do'),
                cell: (gift: Gift) => (
                  <div className="actions">
                    {gift.kind === 'goods' ? (
                      <>
                        <ReceiveGift gift={gift} places={places} />
                        <MoveGift gift={gift} stock={stock} />
                      </>
                    ) : null}
                    {gift.kind === 'service' ? <OpenSlots gift={gift} places={places} /> : null}
                  </div>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

function Pieces({ count }: { count: number }) {
  const { number } = useFormats()
  return <span className={count === 0 ? 'soft' : undefined}>{number(count)}</span>
}
