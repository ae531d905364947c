import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../../api/reading.ts'
import { getMovedMembers, type MovedMember, type Replay, type ReplayResult } from '../../../api/replays.ts'
import { useFormats } from '../../../i18n/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Table } from '../../../ui/table.tsx'
import { managers } from '../../roles.ts'
import { Section } from '../../section.tsx'
import { Trouble } from '../../trouble.tsx'
import { useMay } from '../../use-may.ts'
import { useLevelNames } from './level-names.ts'
import { useText } from './texts.ts'

type Direction = 'up' | 'down'

/** Members by their card who would end higher or lower than under today's rules, a page at a time. */
export function MovedMembers({ replay, result }: { replay: Replay; result: ReplayResult }) {
  const text = useText()
  const { number } = useFormats()
  const [{ direction, after }, show] = useState<{ direction: Direction; after: number }>({
    direction: result.up > 0 || result.down === 0 ? 'up' : 'down',
    after: 0,
  })
  const found = useRead(getMovedMembers, {
    params: { replayId: replay.id },
    query: { direction, after },
  })
  const { members, next } = found.data ?? { members: [], next: null }
  return (
    <Section title={text('moved.title')}>
      <p className="soft">
        {text('moved.words')}
        {result.listed < result.up + result.down
          ? ` ${text('moved.limit', { listed: number(result.listed) })}`
          : ''}
      </p>
      <p className="actions">
        {(['up', 'down'] as const).map((each) => (
          <Button
            key={each}
            kind={each === direction ? 'primary' : 'quiet'}
            onPress={() => show({ direction: each, after: 0 })}
          >
            {text(`moved.${each}`, { members: number(result[each]) })}
          </Button>
        ))}
      </p>
      <Trouble of={[found]} />
      {found.data && members.length === 0 ? <p className="soft">{text('moved.none')}</p> : null}
      {members.length > 0 ? <MemberTable members={members} result={result} /> : null}
      <p className="actions">
        {after > 0 ? (
          <Button onPress={() => show({ direction, after: 0 })}>{text('moved.first')}</Button>
        ) : null}
        {next === null ? null : (
          <Button onPress={() => show({ direction, after: next })}>{text('moved.more')}</Button>
        )}
      </p>
    </Section>
  )
}

function MemberTable({ members, result }: { members: readonly MovedMember[]; result: ReplayResult }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useLevelNames(result)
  const mayOpen = useMay(managers)
  return (
    <Table
      caption={text('moved.title')}
      rows={members}
      keyOf={({ memberId }) => memberId}
      columns={[
        {
          title: text('moved.card'),
          cell: ({ memberId, cardNumber }) => {
            const said = cardNumber ?? text('moved.no-card')
            return mayOpen ? (
              <Link to="/members/$memberId" params={{ memberId }}>
                {said}
              </Link>
            ) : (
              said
            )
          },
        },
        { title: text('flows.from'), cell: ({ from }) => nameOf(from) },
        { title: text('sums.today'), cell: ({ today }) => nameOf(today) },
        { title: text('sums.draft'), cell: ({ draft }) => nameOf(draft) },
        {
          title: text('column', { figure: text('moved.points'), side: text('sums.today') }),
          isNumber: true,
          cell: ({ todayPoints }) => number(todayPoints),
        },
        {
          title: text('column', { figure: text('moved.points'), side: text('sums.draft') }),
          isNumber: true,
          cell: ({ draftPoints }) => number(draftPoints),
        },
      ]}
    />
  )
}
