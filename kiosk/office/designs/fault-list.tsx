import type { Fault } from '../../api/designs.ts'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useFaultWords } from './fault-words.ts'
import { useText } from './texts.ts'

/** Every fault in words, under the number that it has on the picture. */
export function FaultList({ faults }: { faults: readonly Fault[] }) {
  const text = useText()
  const wordsFor = useFaultWords()
  const numbered = faults.map((fault, index) => ({ ...fault, number: index + 1 }))
  return (
    <Section title={text('check.title')}>
      {faults.length === 0 ? (
        <p className="check-clean">
          <Icon name="check" /> {text('check.clean')}
        </p>
      ) : (
        <>
          <p>{text('check.found', { count: faults.length })}</p>
          <Table
            caption={text('check.title')}
            rows={numbered}
            keyOf={({ number }) => String(number)}
            columns={[
              {
                title: text('check.number'),
                cell: ({ number, severity }) => (
                  <span className="version-name">
                    {number}{' '}
                    <Badge tone={severity === 'error' ? 'bad' : 'caution'} icon="alert">
                      {text(`check.${severity}`)}
                    </Badge>
                  </span>
                ),
              },
              {
                title: text('check.where'),
                cell: ({ side, elementId }) => `${text(`side.${side}`)} · ${elementId}`,
              },
              { title: text('check.what'), cell: wordsFor },
            ]}
          />
        </>
      )}
    </Section>
  )
}
