import { getOffBooks, type CountSheet, type OffBooks } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Gifts that went out although the books had none, and what came into the books after the count; only where there is any. */
export function OffBooksSection({ sheet: { boothId, boothName, day } }: { sheet: CountSheet }) {
  const books = useRead(getOffBooks, { params: { boothId }, query: { day } })
  return (
    <>
      <Trouble of={[books]} />
      {books.data && books.data.shortages.length > 0 ? (
        <Shortages shortages={books.data.shortages} booth={boothName} />
      ) : null}
      {books.data && books.data.late.length > 0 ? <Late late={books.data.late} booth={boothName} /> : null}
    </>
  )
}

function Shortages({ shortages, booth }: { shortages: OffBooks['shortages']; booth: string }) {
  const text = useText()
  const nameOf = useName()
  const title = `${booth} · ${text('short.title')}`
  return (
    <Section title={title}>
      <p className="soft">{text('short.words')}</p>
      <Table
        caption={title}
        rows={shortages}
        keyOf={({ shortageId }) => shortageId}
        columns={[
          { title: text('evening.item'), cell: ({ gift }) => nameOf(gift) },
          { title: text('moves.when'), cell: ({ at }) => <DateTime at={at} /> },
        ]}
      />
    </Section>
  )
}

function Late({ late, booth }: { late: OffBooks['late']; booth: string }) {
  const text = useText()
  const nameOf = useName()
  const { number } = useFormats()
  const title = `${booth} · ${text('late.title')}`
  return (
    <Section title={title}>
      <p className="soft">{text('late.words')}</p>
      <Table
        caption={title}
        rows={late}
        keyOf={({ lateId }) => lateId}
        columns={[
          { title: text('evening.item'), cell: ({ gift }) => (gift ? nameOf(gift) : text('live.cards')) },
          { title: text('late.left'), isNumber: true, cell: ({ quantity }) => number(quantity) },
          { title: text('moves.when'), cell: ({ at }) => <DateTime at={at} /> },
          { title: text('late.noted'), cell: ({ notedAt }) => <DateTime at={notedAt} /> },
        ]}
      />
    </Section>
  )
}
