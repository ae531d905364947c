import { getMessages } from '../../api/messages.ts'
import { useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** No live topic tells of messages, so that the phone numbers in them stay out of the event stream. */
const everyMs = 4_000

/** What would have gone to members' phones; in simulated mode only. */
export function Outbox() {
  const text = useText()
  const messages = useRead(getMessages, { everyMs })
  return (
    <Section
      title={text('outbox.title')}
      actions={
        <Badge tone="caution" icon="phone">
          {text('outbox.badge')}
        </Badge>
      }
    >
      <p className="soft">{text('outbox.words')}</p>
      <Trouble of={[messages]} />
      {messages.data?.messages.length === 0 ? <p>{text('outbox.none')}</p> : null}
      {messages.data && messages.data.messages.length > 0 ? (
        <Table
          caption={text('outbox.title')}
          rows={messages.data.messages.slice(0, 10)}
          keyOf={({ id }) => id}
          columns={[
            { title: text('outbox.to'), cell: ({ to }) => <span className="figures">{to}</span> },
            { title: text('outbox.text'), cell: (message) => message.text },
            { title: text('outbox.when'), cell: ({ createdAt }) => <DateTime at={createdAt} /> },
          ]}
        />
      ) : null}
    </Section>
  )
}
