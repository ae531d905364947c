import type { RegisterEntry } from '../../api/complimentary.ts'
import { useFormats } from '../../i18n/format.ts'
import { useSession } from '../../sign-in/session.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { DecideDialog } from './decide-dialog.tsx'
import { GiveDialog } from './give-dialog.tsx'
import { useText } from './texts.ts'

const marks: Record<RegisterEntry['state'], { tone: Tone; icon: IconName }> = {
  requested: { tone: 'caution', icon: 'clock' },
  approved: { tone: 'good', icon: 'check' },
  rejected: { tone: 'plain', icon: 'close' },
  'handed-over': { tone: 'good', icon: 'people' },
}

export function RegisterTable({ entries }: { entries: readonly RegisterEntry[] }) {
  const text = useText()
  const { money } = useFormats()
  const mayAct = useMay(managers)
  return (
    <Table
      caption={text('title')}
      rows={entries}
      keyOf={({ requestId }) => requestId}
      columns={[
        { title: text('list.who'), cell: (entry) => <Recipient {...entry} /> },
        { title: text('list.why'), cell: ({ reason }) => reason },
        { title: text('list.value'), isNumber: true, cell: ({ valueFen }) => money(valueFen) },
        {
          title: text('list.state'),
          cell: ({ state }) => <Badge {...marks[state]}>{text(`state.${state}`)}</Badge>,
        },
        { title: text('list.people'), cell: (entry) => <Hands {...entry} /> },
        ...(mayAct
          ? [{ title: text('list.do'), cell: (entry: RegisterEntry) => <Actions entry={entry} /> }]
          : []),
      ]}
    />
  )
}

function Recipient({ recipientName, organisation, isPublicOfficial }: RegisterEntry) {
  const text = useText()
  return (
    <>
      {recipientName ?? text('erased')}
      <span className="soft small-line">
        {isPublicOfficial ? `${organisation} · ${text('official')}` : organisation}
      </span>
    </>
  )
}

function Hands({ requested, decided, handedOver }: RegisterEntry) {
  const text = useText()
  return (
    <>
      <span className="small-line">
        {text('by.asked', { name: requested.by })} <DateTime at={requested.at} show="date" />
      </span>
      {decided ? (
        <span className="small-line">
          {text('by.decided', { name: decided.by })} <DateTime at={decided.at} show="date" />
        </span>
      ) : null}
      {handedOver ? (
        <span className="small-line">
          {text('by.given', { name: handedOver.by })} <DateTime at={handedOver.at} show="date" />
        </span>
      ) : null}
    </>
  )
}

function Actions({ entry }: { entry: RegisterEntry }) {
  const text = useText()
  const me = useSession().data?.person?.id
  if (entry.state === 'approved') return <GiveDialog requestId={entry.requestId} />
  if (entry.state !== 'requested') return null
  if (entry.requestedById === me) return <span className="soft">{text('own')}</span>
  return (
    <div className="actions">
      <DecideDialog entry={entry} as="approve" />
      <DecideDialog entry={entry} as="reject" />
    </div>
  )
}
