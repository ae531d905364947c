import { useState } from 'react'
import { useLanguage } from '../../i18n/language.ts'
import { Badge } from '../../ui/badge.tsx'
import { Checkbox } from '../../ui/choice.tsx'
import { Table } from '../../ui/table.tsx'
import type { Judged } from '../store/book.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'

const marks = {
  accepted: { tone: 'good', icon: 'check' },
  duplicate: { tone: 'plain', icon: 'info' },
  refused: { tone: 'bad', icon: 'alert' },
} as const

/** The server's word on what left this tablet: what it did, and why not. */
export function JudgedList({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const isEnglish = useLanguage() === 'en'
  const { judged } = useTabletView(tablet).book
  const [isShort, setIsShort] = useState(true)
  const shown = isShort ? judged.filter(({ verdict, reason }) => verdict === 'refused' || reason) : judged
  return (
    <section className="more-part" aria-labelledby="more-judged">
      <h2 id="more-judged">{text('more.judged')}</h2>
      <Checkbox isSelected={isShort} onChange={setIsShort}>
        {text('more.judged.all')}
      </Checkbox>
      {shown.length === 0 ? (
        <p className="soft">{text('more.judged.none')}</p>
      ) : (
        <Table
          caption={text('more.judged.list')}
          rows={shown}
          keyOf={({ number }) => String(number)}
          columns={[
            { title: text('more.number'), cell: ({ number }) => number },
            { title: text('more.what'), cell: whatOf },
            {
              title: text('more.verdict'),
              cell: ({ verdict }) => <Badge {...marks[verdict]}>{text(`verdict.${verdict}`)}</Badge>,
            },
            { title: text('more.words'), cell: ({ words }) => (isEnglish ? words.en : words.zh) },
          ]}
        />
      )}
    </section>
  )

  function whatOf({ kind, label }: Judged): string {
    if (kind !== 'enrolment') return text(`kind.${kind}`)
    return label ? text('kind.enrolment', { card: label }) : text('kind.enrolment.chip')
  }
}
