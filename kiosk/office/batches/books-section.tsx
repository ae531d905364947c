import { getReconciliation, type Reconciliation, type StepBalance } from '../../api/cards.ts'
import { useRead } from '../../api/reading.ts'
import { Notice } from '../../ui/notice.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** What came must have gone on, been spoiled, gone back, or be here: by step, by shift and by place. */
export function BooksSection({ batchId }: { batchId: string }) {
  const text = useText()
  const books = useRead(getReconciliation, { params: { batchId } })
  if (!books.data) return <Trouble of={[books]} />
  const { steps, shifts, places } = books.data
  const missing = steps.filter((step) => missingOf(step) !== 0)
  return (
    <Section title={text('books.title')}>
      {missing.map((step) => (
        <Notice
          key={step.step}
          tone="bad"
          title={text('books.missing', { count: missingOf(step), step: text(`books.${step.step}`) })}
        />
      ))}
      <StepTable steps={steps} />
      {shifts.length > 0 ? <ShiftTable shifts={shifts} /> : null}
      {places.length > 0 ? <PlaceTable places={places} /> : null}
    </Section>
  )
}

/** By the books, and by the count where there is one. */
const missingOf = ({ arrived, wentOn, spoiled, returned, here }: StepBalance) =>
  arrived - wentOn - spoiled - returned - here

function useNumbers<Row>() {
  return (title: string, value: (row: Row) => number | null): Column<Row> => ({
    title,
    isNumber: true,
    cell: (row) => value(row) ?? '—',
  })
}

function StepTable({ steps }: { steps: readonly StepBalance[] }) {
  const text = useText()
  const number = useNumbers<StepBalance>()
  return (
    <Table
      caption={text('books.steps')}
      rows={steps}
      keyOf={({ step }) => step}
      columns={[
        { title: text('books.step'), cell: ({ step }) => text(`books.${step}`) },
        number(text('books.arrived'), ({ arrived }) => arrived),
        number(text('books.went-on'), ({ wentOn }) => wentOn),
        number(text('balance.spoiled'), ({ spoiled }) => spoiled),
        number(text('balance.returned'), ({ returned }) => returned),
        number(text('books.here'), ({ here }) => here),
      ]}
    />
  )
}

type Shift = Reconciliation['shifts'][number]

function ShiftTable({ shifts }: { shifts: readonly Shift[] }) {
  const text = useText()
  const number = useNumbers<Shift>()
  return (
    <>
      <h3>{text('books.shifts')}</h3>
      <Table
        caption={text('books.shifts')}
        rows={shifts}
        keyOf={({ day, person }) => `${day} ${person}`}
        columns={[
          { title: text('books.shift'), cell: ({ day, person }) => `${day} · ${person}` },
          number(text('balance.received'), ({ received }) => received),
          number(text('balance.issued'), ({ issued }) => issued),
          number(text('balance.spoiled'), ({ spoiled }) => spoiled),
          number(text('balance.returned'), ({ returned }) => returned),
          number(text('balance.on-hand'), ({ onHand }) => onHand),
          number(text('books.counted'), ({ counted }) => counted),
        ]}
      />
    </>
  )
}

type Place = Reconciliation['places'][number]

function PlaceTable({ places }: { places: readonly Place[] }) {
  const text = useText()
  const number = useNumbers<Place>()
  return (
    <>
      <h3>{text('books.by-place')}</h3>
      <Table
        caption={text('books.by-place')}
        rows={places}
        keyOf={({ placeId }) => placeId}
        columns={[
          { title: text('books.place'), cell: ({ place }) => place },
          number(text('books.arrived'), ({ arrived }) => arrived),
          number(text('where.handed-over'), ({ handedOver }) => handedOver),
          number(text('balance.spoiled'), ({ spoiled }) => spoiled),
          number(text('balance.returned'), ({ returned }) => returned),
          number(text('books.here'), ({ here }) => here),
        ]}
      />
    </>
  )
}
