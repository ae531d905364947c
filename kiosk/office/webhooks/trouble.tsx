import { useRead } from '../../api/reading.ts'
import { getWebhooks, type Webhook } from '../../api/webhooks.ts'
import { Notice } from '../../ui/notice.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** Webhooks that were turned off because nobody took their messages. */
export const inTrouble = (webhooks: readonly Webhook[]): Webhook[] =>
  webhooks.filter(({ disabledBecause }) => disabledBecause === 'failing' || disabledBecause === 'gone')

/** A notice of each of them, to whoever can mend it. */
export function WebhookTrouble() {
  const text = useText()
  const webhooks = useRead(getWebhooks, { isWanted: useMay(['administrator']) })
  return inTrouble(webhooks.data?.webhooks ?? []).map(({ id, name, disabledBecause }) => (
    <Notice
      key={id}
      tone="caution"
      title={text(disabledBecause === 'gone' ? 'trouble.gone' : 'trouble.failing', { name })}
      todo={text('trouble.todo')}
    />
  ))
}
