import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import {
  getDeliveries,
  replayDelivery,
  type Delivery,
  type DeliveryState,
  type Webhook,
} from '../../api/webhooks.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { ReplayForm } from './replay-form.tsx'
import { DeliveryBadge } from './state-badge.tsx'
import { useText } from './texts.ts'
import './webhooks.css'

type Shown = DeliveryState | 'all'
const filters = ['all', 'waiting', 'delivered', 'failed'] as const

/** What a webhook was sent, newest first, and how it went. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const text = useText()
  const [shown, setShown] = useState<Shown>('all')
  const [after, setAfter] = useState<string>()
  const found = useRead(getDeliveries, {
    params: { id: webhook.id },
    query: { state: shown === 'all' ? undefined : shown, after },
    everyMs: 3_000,
  })
  const list = found.data?.deliveries ?? []
  const next = found.data?.next ?? undefined
  return (
    <Section
      title={text('deliveries.title')}
      actions={
        webhook.state === 'active' ? (
          <DialogButton label={text('replay.since')} title={text('replay.since')} icon="refresh">
            {(close) => <ReplayForm webhook={webhook} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Choice
        label={text('deliveries.filter')}
        value={shown}
        options={filters.map((value) => ({
          value,
          label: value === 'all' ? text('deliveries.all') : text(`delivery.${value}`),
        }))}
        onChange={(value) => {
          setShown(value)
          setAfter(undefined)
        }}
      />
      <Trouble of={[found]} />
      {found.data && list.length === 0 ? <p className="soft">{text('deliveries.none')}</p> : null}
      {list.length > 0 ? <DeliveryTable webhook={webhook} list={list} /> : null}
      <div className="actions">
        {after === undefined ? null : (
          <Button onPress={() => setAfter(undefined)}>{text('deliveries.newest')}</Button>
        )}
        {next === undefined ? null : (
          <Button onPress={() => setAfter(next)}>{text('deliveries.older')}</Button>
        )}
      </div>
    </Section>
  )
}

function DeliveryTable({ webhook, list }: { webhook: Webhook; list: readonly Delivery[] }) {
  const text = useText()
  const command = useChange((eventId: string, commandId) =>
    call(replayDelivery, { params: { id: webhook.id, eventId }, commandId }),
  )
  return (
    <>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <Table
        caption={text('deliveries.title')}
        rows={list}
        keyOf={({ eventId }) => eventId}
        columns={[
          {
            title: text('deliveries.what'),
            cell: ({ type, occurredAt }) => (
              <>
                {text(`type.${type}`)} <DateTime at={occurredAt} />
              </>
            ),
          },
          { title: text('deliveries.state'), cell: ({ state }) => <DeliveryBadge state={state} /> },
          { title: text('deliveries.attempts'), isNumber: true, cell: ({ attempts }) => attempts },
          { title: text('deliveries.answer'), cell: (delivery) => <Answer delivery={delivery} /> },
          {
            title: text('deliveries.tried'),
            cell: ({ triedAt }) => (triedAt ? <DateTime at={triedAt} /> : '–'),
          },
          {
            title: text('deliveries.next'),
            cell: ({ nextAt, eventId, state }) =>
              nextAt ? (
                <DateTime at={nextAt} />
              ) : webhook.state === 'active' && state !== 'waiting' ? (
                <Button kind="quiet" onPress={() => command.mutate(eventId)}>
                  {text('replay.one')}
                </Button>
              ) : (
                '–'
              ),
          },
        ]}
      />
    </>
  )
}

function Answer({ delivery: { httpStatus, problem, answer, tookMs } }: { delivery: Delivery }) {
  const text = useText()
  if (tookMs === null) return '–'
  return (
    <>
      {httpStatus === null ? null : <span className="figures">{httpStatus} </span>}
      {problem ? <span>{text(`problem.${problem}`)} </span> : null}
      <span className="soft figures">{text('took', { ms: tookMs })}</span>
      {answer ? (
        <code className="webhook-answer" title={answer}>
          {answer}
        </code>
      ) : null}
    </>
  )
}
