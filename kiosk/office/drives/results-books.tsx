import type { DriveResults } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

/** What was spoiled, and what the counts did not find. */
export function ResultsBooks({ results: { spoilage, variance } }: { results: DriveResults }) {
  const text = useText()
  const nameOf = useName()
  const { number } = useFormats()
  const spoiled = [
    { key: 'cards', name: text('results.cards'), pieces: spoilage.cards },
    ...spoilage.gifts.map((gift) => ({ key: gift.giftId, name: nameOf(gift), pieces: gift.pieces })),
  ]
  const differing = variance.items.map((row) => ({
    key: row.item,
    name: nameOf(row),
    pieces: row.variance,
  }))
  const columns = [
    { title: text('results.item'), cell: ({ name }: (typeof spoiled)[number]) => name },
    {
      title: text('results.pieces'),
      isNumber: true,
      cell: ({ pieces }: (typeof spoiled)[number]) => number(pieces),
    },
  ]
  return (
    <>
      <div className="two-columns">
        <Section title={text('results.spoilage')}>
          <Table
            caption={text('results.spoilage')}
            rows={spoiled}
            keyOf={({ key }) => key}
            columns={columns}
          />
        </Section>
        <Section title={text('results.variance')}>
          {variance.unsigned > 0 ? <p>{text('results.unsigned', { count: variance.unsigned })}</p> : null}
          <Table
            caption={text('results.variance')}
            rows={differing}
            keyOf={({ key }) => key}
            columns={columns}
          />
        </Section>
      </div>
      <Told told={variance.told} />
    </>
  )
}

function Told({ told }: { told: DriveResults['variance']['told'] }) {
  const text = useText()
  const nameOf = useName()
  const { number, day } = useFormats()
  return (
    <Section title={text('results.told')}>
      {told.length === 0 ? (
        <p className="soft">{text('results.told.none')}</p>
      ) : (
        <Table
          caption={text('results.told')}
          rows={told}
          keyOf={(row) => `${row.day} ${row.boothName} ${row.nameEn}`}
          columns={[
            { title: text('results.day'), cell: (row) => day(row.day) },
            { title: text('booths.name'), cell: ({ boothName }) => boothName },
            { title: text('results.item'), cell: nameOf },
            { title: text('results.pieces'), isNumber: true, cell: ({ variance }) => number(variance) },
            {
              title: text('evening.reason'),
              cell: ({ why, reason }) => [why ? text(`why.${why}`) : '', reason].filter(Boolean).join(' · '),
            },
            {
              title: text('results.signed'),
              cell: ({ isSigned }) => text(isSigned ? 'results.signed' : 'results.unsigned-mark'),
            },
          ]}
        />
      )}
    </Section>
  )
}
