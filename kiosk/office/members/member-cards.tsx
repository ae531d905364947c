import { Link } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { resumeCard, stopCard, type CardState } from '../../api/cards.ts'
import type { MemberDetails } from '../../api/members.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { CardStateBadge } from '../batches/card-state.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { DestroyDialog } from './destroy-dialog.tsx'
import { ReplaceDialog } from './replace-dialog.tsx'
import { useText } from './texts.ts'

export function MemberCards({ cards }: { cards: MemberDetails['cards'] }) {
  const text = useText()
  return (
    <Section title={text('cards.title')}>
      {cards.length === 0 ? (
        <p className="soft">{text('cards.none')}</p>
      ) : (
        <Table
          caption={text('cards.title')}
          rows={cards}
          keyOf={({ cardNumber }) => cardNumber}
          columns={[
            { title: text('cards.number'), cell: ({ cardNumber }) => <CardNumber number={cardNumber} /> },
            {
              title: text('cards.state'),
              cell: (card) => <MembersCardState {...card} />,
            },
            {
              title: text('cards.shares'),
              cell: ({ sharesBalance }) => text(sharesBalance ? 'cards.shares.yes' : 'cards.shares.no'),
            },
            { title: text('cards.do'), cell: (card) => <CardActions {...card} /> },
          ]}
        />
      )}
    </Section>
  )
}

type MembersCard = MemberDetails['cards'][number]

function MembersCardState({ state, isFrozen }: MembersCard) {
  const text = useText()
  return isFrozen ? (
    <Badge tone="bad" icon="lock">
      {text('cards.frozen')}
    </Badge>
  ) : (
    <CardStateBadge card={{ state: state as CardState }} />
  )
}

const inUse = new Set(['active', 'suspended'])

function CardActions({ cardNumber, state, isFrozen }: MembersCard) {
  const text = useText()
  return (
    <div className="actions">
      {state === 'active' ? <StopDialog cardNumber={cardNumber} as="suspend" /> : null}
      {state === 'suspended' && !isFrozen ? <Resume cardNumber={cardNumber} /> : null}
      {isFrozen ? (
        <Link to="/alerts" className="button quiet">
          {text('cards.evidence')}
        </Link>
      ) : null}
      {inUse.has(state) ? <StopDialog cardNumber={cardNumber} as="lost" /> : null}
      {inUse.has(state) || state === 'lost' ? <ReplaceDialog cardNumber={cardNumber} /> : null}
      {state === 'active' ? (
        <Link to="/printing/letters" search={{ card: cardNumber }} className="button quiet">
          {text('cards.letter')}
        </Link>
      ) : null}
      {state === 'destroyed' ? null : <DestroyDialog cardNumber={cardNumber} />}
    </div>
  )
}

type Way = 'suspend' | 'lost'

function StopDialog({ cardNumber, as }: { cardNumber: string; as: Way }) {
  const text = useText()
  return (
    <DialogButton
      label={text(`stop.${as}`)}
      title={text(`stop.${as}.title`)}
      icon={as === 'lost' ? 'alert' : 'pause'}
      kind="quiet"
    >
      {(close) => <StopForm cardNumber={cardNumber} as={as} onDone={close} />}
    </DialogButton>
  )
}

function StopForm({ cardNumber, as, onDone }: { cardNumber: string; as: Way; onDone: () => void }) {
  const text = useText()
  const command = useChange((to: 'suspended' | 'lost', commandId) =>
    call(stopCard, { params: { cardNumber }, body: { to }, commandId }),
  )
  return (
    <OfficeForm
      submit={text(`stop.${as}.submit`)}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(as === 'lost' ? 'lost' : 'suspended', { onSuccess: onDone })}
    >
      <p>{text(`stop.${as}.words`, { number: cardNumber })}</p>
    </OfficeForm>
  )
}

function Resume({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  const command = useChange((number: string, commandId) =>
    call(resumeCard, { params: { cardNumber: number }, commandId }),
  )
  return (
    <>
      <Button
        kind="quiet"
        icon="play"
        isPending={command.isPending}
        onPress={() => command.mutate(cardNumber)}
      >
        {text('stop.resume')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}
