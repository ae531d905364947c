import type { Booth, Drive, DriveLive } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { carriers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { ReaderDialog } from './reader-dialog.tsx'
import { StockDialog } from './stock-dialog.tsx'
import { useText } from './texts.ts'

/** Below this a booth runs out within about half an hour. */
const fewCards = 20

type Row = DriveLive['booths'][number] & { booth: Booth | undefined }

export function DriveBooths({ drive, live }: { drive: Drive; live: DriveLive }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  const mayCarry = useMay(carriers)
  const rows = live.booths.map((row): Row => ({
    ...row,
    booth: drive.booths.find(({ id }) => id === row.boothId),
  }))
  return (
    <Section title={text('booths.title')}>
      <Table
        caption={text('booths.title')}
        rows={rows}
        keyOf={({ boothId }) => boothId}
        columns={[
          {
            title: text('booths.name'),
            cell: ({ name, booth }) => (
              <>
                {name}
                {booth && booth.placeName !== name ? (
                  <span className="soft small-line">{booth.placeName}</span>
                ) : null}
              </>
            ),
          },
          {
            title: text('booths.enrolments'),
            isNumber: true,
            cell: ({ enrolments }) => number(enrolments),
          },
          { title: text('booths.shifts'), isNumber: true, cell: ({ openShifts }) => number(openShifts) },
          {
            title: text('booths.cards'),
            isNumber: true,
            cell: ({ stock }) => <CardsLeft cards={stock.cards} />,
          },
          {
            title: text('booths.gifts'),
            cell: ({ stock }) => (
              <ul className="gift-counts">
                {stock.gifts.map((gift) => (
                  <li key={gift.giftId}>
                    {nameOf(gift)} <span className="figures">{number(gift.onHand)}</span>
                  </li>
                ))}
              </ul>
            ),
          },
          {
            title: text('booths.do'),
            cell: ({ booth }) =>
              booth && mayCarry ? (
                <div className="actions">
                  <StockDialog booth={booth} drive={drive} />
                  <ReaderDialog booth={booth} />
                </div>
              ) : null,
          },
        ]}
      />
    </Section>
  )
}

function CardsLeft({ cards }: { cards: number }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <>
      {number(cards)}
      {cards < fewCards ? (
        <span className="small-line">
          <Badge tone="caution" icon="alert">
            {text('booths.low')}
          </Badge>
        </span>
      ) : null}
    </>
  )
}
