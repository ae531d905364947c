import { getMovements, type BoothMovements, type CountSheet } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { SignaturesDialog } from './signatures-dialog.tsx'
import { useText } from './texts.ts'

interface Row {
  id: string
  what: string
  goods: string
  by: string
  at: string
  handover?: BoothMovements['handovers'][number]
}

/** Hand-overs of a booth's day, gifts that came back or broke, and what each person must hold by it. */
export function BoothMoves({ sheet: { boothId, boothName, day } }: { sheet: CountSheet }) {
  const text = useText()
  const moves = useRead(getMovements, { params: { boothId }, query: { day } })
  const rows = useRows(moves.data)
  const maySeeSignatures = useMay(managers)
  return (
    <Section title={`${boothName} · ${text('moves.title')}`}>
      <Trouble of={[moves]} />
      {moves.data && rows.length === 0 ? <p className="soft">{text('moves.none')}</p> : null}
      {rows.length > 0 ? (
        <Table
          caption={`${boothName} · ${text('moves.title')}`}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { title: text('moves.what'), cell: ({ what }) => what },
            { title: text('moves.goods'), cell: ({ goods }) => goods },
            { title: text('moves.by'), cell: ({ by }) => by },
            { title: text('moves.when'), cell: ({ at }) => <DateTime at={at} /> },
            ...(maySeeSignatures
              ? [
                  {
                    title: text('moves.signed'),
                    cell: ({ handover }: Row) => (handover ? <SignaturesDialog handover={handover} /> : null),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
      {moves.data && moves.data.holders.length > 0 ? (
        <Holders holders={moves.data.holders} caption={`${boothName} · ${text('moves.holders')}`} />
      ) : null}
    </Section>
  )
}

function useGoods() {
  const text = useText()
  const nameOf = useName()
  const { number } = useFormats()
  return (cards: number, gifts: BoothMovements['holders'][number]['gifts']) =>
    [
      ...(cards === 0 ? [] : [text('moves.cards', { count: cards })]),
      ...gifts
        .filter(({ quantity }) => quantity !== 0)
        .map((gift) => `${nameOf(gift)} ${number(gift.quantity)}`),
    ].join(' · ')
}

function useRows(moves: BoothMovements | undefined): Row[] {
  const text = useText()
  const nameOf = useName()
  const goodsOf = useGoods()
  if (!moves) return []
  const handovers = moves.handovers.map((handover): Row => {
    const { handoverId, from, to, cards, gifts, at } = handover
    return {
      id: handoverId,
      what: text('moves.handover', { from: from.displayName, to: to.displayName }),
      goods: goodsOf(cards, gifts),
      by: from.displayName,
      at,
      handover,
    }
  })
  const changes = moves.giftChanges.map(
    ({ giftChangeId, kind, gift, forGift, isFaulty, reason, by, at }): Row => ({
      id: giftChangeId,
      what: text(`moves.${kind}`, { gift: nameOf(gift), other: forGift ? nameOf(forGift) : '' }),
      goods: [reason, ...(isFaulty ? [text('moves.faulty')] : [])].join(' · '),
      by: by.displayName,
      at,
    }),
  )
  return [...handovers, ...changes].toSorted((a, b) => a.at.localeCompare(b.at))
}

function Holders({ holders, caption }: { holders: BoothMovements['holders']; caption: string }) {
  const text = useText()
  const goodsOf = useGoods()
  return (
    <>
      <h3>{text('moves.holders')}</h3>
      <Table
        caption={caption}
        rows={holders}
        keyOf={({ staffId }) => staffId}
        columns={[
          { title: text('moves.person'), cell: ({ displayName }) => displayName },
          { title: text('moves.goods'), cell: ({ cards, gifts }) => goodsOf(cards, gifts) || '0' },
        ]}
      />
    </>
  )
}
