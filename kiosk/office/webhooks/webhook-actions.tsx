import { useNavigate } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import {
  changeSecret,
  disableWebhook,
  enableWebhook,
  pingWebhook,
  removeWebhook,
  type Webhook,
} from '../../api/webhooks.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { SecretShown } from './secret-shown.tsx'
import { ChangeWebhookForm } from './webhook-form.tsx'
import { useText } from './texts.ts'

/** What one can do about a webhook. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const text = useText()
  const isOn = webhook.state === 'active'
  return (
    <>
      {isOn ? <Send webhook={webhook} route={pingWebhook} label={text('ping')} /> : null}
      {isOn ? null : <Send webhook={webhook} route={enableWebhook} label={text('enable')} />}
      <DialogButton label={text('change')} title={text('change')} icon="pen">
        {(close) => <ChangeWebhookForm webhook={webhook} onDone={close} />}
      </DialogButton>
      <DialogButton label={text('secret.change')} title={text('secret.change')} icon="refresh">
        {(close) => <SecretForm webhook={webhook} onDone={close} />}
      </DialogButton>
      {isOn ? <Confirmed webhook={webhook} verb="disable" /> : null}
      <Confirmed webhook={webhook} verb="remove" />
    </>
  )
}

function Send({ webhook, route, label }: { webhook: Webhook; route: typeof pingWebhook; label: string }) {
  const command = useChange((_: void, commandId) => call(route, { params: { id: webhook.id }, commandId }))
  return (
    <>
      <Button kind="primary" isPending={command.isPending} onPress={() => command.mutate()}>
        {label}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}

function SecretForm({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(changeSecret, { params: { id: webhook.id }, commandId }),
  )
  if (command.data) return <SecretShown secret={command.data.secret} onDone={onDone} />
  return (
    <OfficeForm
      submit={text('secret.change')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate()}
    >
      <p>{text('secret.change.words')}</p>
    </OfficeForm>
  )
}

const routes = { disable: disableWebhook, remove: removeWebhook }

function Confirmed({ webhook, verb }: { webhook: Webhook; verb: keyof typeof routes }) {
  const text = useText()
  return (
    <DialogButton label={text(verb)} title={`${text(verb)} · ${webhook.name}`} kind="quiet">
      {(close) => <ConfirmedForm webhook={webhook} verb={verb} onDone={close} />}
    </DialogButton>
  )
}

function ConfirmedForm({
  webhook,
  verb,
  onDone,
}: {
  webhook: Webhook
  verb: keyof typeof routes
  onDone: () => void
}) {
  const text = useText()
  const navigate = useNavigate()
  const command = useChange((_: void, commandId) =>
    call(routes[verb], { params: { id: webhook.id }, commandId }),
  )
  const done = () => {
    onDone()
    if (verb === 'remove') void navigate({ to: '/settings/webhooks' })
  }
  return (
    <OfficeForm
      submit={text(verb)}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: done })}
    >
      <p>{text(`${verb}.words`)}</p>
    </OfficeForm>
  )
}
