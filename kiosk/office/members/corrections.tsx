import { Link } from '@tanstack/react-router'
import { getCorrections, getWaitingCorrections, type Correction, type Corrections } from '../../api/points.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { CorrectDialog } from './correct-dialog.tsx'
import { Decide } from './decide-dialogs.tsx'
import { useText } from './texts.ts'

/** What was put right by hand in one member's points, by whom and why; and the way to put more right. */
export function MemberCorrections({ memberId }: { memberId: string }) {
  const text = useText()
  const read = useRead(getCorrections, { params: { memberId } })
  const actions = read.data ? <CorrectDialog memberId={memberId} limitPoints={read.data.limitPoints} /> : null
  return (
    <Section title={text('corrections.title')} actions={actions}>
      <Trouble of={[read]} />
      {read.data?.corrections.length === 0 ? <p className="soft">{text('corrections.none')}</p> : null}
      <CorrectionTable read={read.data} />
    </Section>
  )
}

/** What waits for a second person, of all members; nothing where nothing waits. */
export function WaitingCorrections() {
  const text = useText()
  const read = useRead(getWaitingCorrections)
  if (!read.data || read.data.corrections.length === 0) return null
  return (
    <Section title={text('corrections.waiting')}>
      <CorrectionTable read={read.data} isLinked />
    </Section>
  )
}

function CorrectionTable({ read, isLinked }: { read: Corrections | undefined; isLinked?: boolean }) {
  const text = useText()
  const { number } = useFormats()
  if (!read || read.corrections.length === 0) return null
  const { isAlone } = read
  const signed = (points: number): string => (points > 0 ? `+${number(points)}` : number(points))
  return (
    <Table
      caption={text(isLinked ? 'corrections.waiting' : 'corrections.title')}
      rows={read.corrections}
      keyOf={({ id }) => id}
      columns={[
        { title: text('history.when'), cell: ({ requestedAt }) => <DateTime at={requestedAt} /> },
        { title: text('history.points'), isNumber: true, cell: ({ points }) => signed(points) },
        {
          title: text('correct.reason'),
          cell: ({ reason, note }) => `${text(`because.${reason}`)}: ${note}`,
        },
        { title: text('corrections.state'), cell: (correction) => <State correction={correction} /> },
        {
          title: text('cards.do'),
          cell: (correction) => (
            <>
              {isLinked ? (
                <Link to="/members/$memberId" params={{ memberId: correction.memberId }}>
                  {text('corrections.member')}
                </Link>
              ) : null}
              {correction.state === 'requested' ? <Decide correction={correction} isAlone={isAlone} /> : null}
            </>
          ),
        },
      ]}
    />
  )
}

function State({ correction }: { correction: Correction }) {
  const text = useText()
  const { state, requestedBy, decidedBy, decisionReason } = correction
  const asker = requestedBy.displayName
  if (state === 'requested') return text('corrections.requested', { asker })
  const names = { asker, decider: decidedBy?.displayName ?? asker }
  const words = decidedBy?.id === requestedBy.id && state === 'approved' ? 'alone' : state
  const sentence = text(`corrections.${words}`, names)
  return decisionReason === '' ? sentence : `${sentence} (${decisionReason})`
}
