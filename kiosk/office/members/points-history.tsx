import { useState } from 'react'
import { getMemberPoints } from '../../api/members.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

export function PointsHistory({ memberId }: { memberId: string }) {
  const text = useText()
  const { number } = useFormats()
  const [after, setAfter] = useState<string>()
  const points = useRead(getMemberPoints, { params: { memberId }, query: { after } })
  const history = points.data?.history
  const signed = (change: number) => (change > 0 ? `+${number(change)}` : number(change))
  return (
    <Section title={text('history.title')}>
      <Trouble of={[points]} />
      {history?.entries.length === 0 ? <p className="soft">{text('history.none')}</p> : null}
      {history && history.entries.length > 0 ? (
        <Table
          caption={text('history.title')}
          rows={history.entries}
          keyOf={({ id }) => id}
          columns={[
            { title: text('history.when'), cell: ({ happenedAt }) => <DateTime at={happenedAt} /> },
            { title: text('history.what'), cell: ({ reason }) => text(`reason.${reason}`) },
            { title: text('history.points'), isNumber: true, cell: ({ change }) => signed(change) },
          ]}
        />
      ) : null}
      {history?.next ? (
        <p>
          <Button onPress={() => setAfter(history.next ?? undefined)}>{text('history.more')}</Button>
        </p>
      ) : null}
    </Section>
  )
}
