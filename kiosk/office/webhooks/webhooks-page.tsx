import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getWebhooks } from '../../api/webhooks.ts'
import { useFormats } from '../../i18n/format.ts'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { StateBadge } from './state-badge.tsx'
import { inTrouble, WebhookTrouble } from './trouble.tsx'
import { NewWebhookForm } from './webhook-form.tsx'
import { useText } from './texts.ts'
import './webhooks.css'

/** Addresses that are told what happens. */
export function WebhooksPage() {
  const text = useText()
  const { number } = useFormats()
  const webhooks = useRead(getWebhooks, { everyMs: 10_000 })
  const list = webhooks.data?.webhooks ?? []
  return (
    <Page
      title={text('title')}
      lead={useLead()}
      help={text('help')}
      back={<Link to="/settings">{text('back')}</Link>}
      actions={
        <DialogButton label={text('add')} title={text('add')} icon="plus" kind="primary">
          {(close) => <NewWebhookForm onDone={close} />}
        </DialogButton>
      }
    >
      <Trouble of={[webhooks]} />
      <WebhookTrouble />
      <Section title={text('list.title')}>
        {webhooks.data && list.length === 0 ? <p className="soft">{text('list.none')}</p> : null}
        {list.length > 0 ? (
          <Table
            caption={text('list.title')}
            rows={list}
            keyOf={({ id }) => id}
            columns={[
              {
                title: text('list.name'),
                cell: ({ id, name }) => (
                  <Link to="/settings/webhooks/$webhookId" params={{ webhookId: id }}>
                    {name}
                  </Link>
                ),
              },
              {
                title: text('list.address'),
                cell: ({ address }) => <code className="webhook-address">{address}</code>,
              },
              { title: text('list.state'), cell: (webhook) => <StateBadge webhook={webhook} /> },
              {
                title: text('list.types'),
                isNumber: true,
                cell: ({ types }) => text('list.types.count', { count: types.length }),
              },
              { title: text('list.waiting'), isNumber: true, cell: ({ waiting }) => number(waiting) },
              { title: text('list.failed'), isNumber: true, cell: ({ failed }) => number(failed) },
            ]}
          />
        ) : null}
      </Section>
    </Page>
  )
}

function useLead(): string | undefined {
  const text = useText()
  const webhooks = useRead(getWebhooks)
  const list = webhooks.data?.webhooks
  if (!list) return undefined
  if (list.length === 0) return text('lead.none')
  const failing = list.filter(({ state, failingSince }) => state === 'active' && failingSince !== null)
  const trouble = inTrouble(list).length + failing.length
  const count = list.length
  return trouble > 0 ? text('lead.trouble', { count, trouble }) : text('lead.well', { count })
}
