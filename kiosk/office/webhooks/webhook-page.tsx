import { Link, useParams } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getWebhooks } from '../../api/webhooks.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { NotFound } from '../not-found.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { Deliveries } from './deliveries.tsx'
import { StateBadge } from './state-badge.tsx'
import { WebhookActions } from './webhook-actions.tsx'
import { useText } from './texts.ts'
import './webhooks.css'

/** One webhook: how it fares, what it was sent, and what one can do about it. */
export function WebhookPage() {
  const text = useText()
  const { webhookId } = useParams({ from: '/settings/webhooks/$webhookId' })
  const webhooks = useRead(getWebhooks, { everyMs: 5_000 })
  const webhook = webhooks.data?.webhooks.find(({ id }) => id === webhookId)
  if (webhooks.data && !webhook) return <NotFound />
  return (
    <Page
      title={webhook?.name ?? text('title')}
      lead={webhook?.address}
      help={text('help')}
      back={<Link to="/settings/webhooks">{text('back.list')}</Link>}
      actions={webhook ? <WebhookActions webhook={webhook} /> : null}
    >
      <Trouble of={[webhooks]} />
      {webhook ? (
        <>
          <Section title={text('list.state')}>
            <p>
              <StateBadge webhook={webhook} />
              {webhook.oldSecretUntil ? (
                <span className="soft">
                  {' '}
                  {text('secret.old')} <DateTime at={webhook.oldSecretUntil} />
                </span>
              ) : null}
            </p>
            <p className="soft">{webhook.types.map((type) => text(`type.${type}`)).join(' · ')}</p>
          </Section>
          <Deliveries webhook={webhook} />
        </>
      ) : null}
    </Page>
  )
}
