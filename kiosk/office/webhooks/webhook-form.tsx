import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import {
  addWebhook,
  changeWebhook,
  getEventTypes,
  type ChosenType,
  type Webhook,
} from '../../api/webhooks.ts'
import type { WebhookSettings } from '../../api/webhooks.ts'
import { Checkbox } from '../../ui/choice.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm, useMissing, type Command } from '../office-form.tsx'
import { Trouble } from '../trouble.tsx'
import { SecretShown } from './secret-shown.tsx'
import { useText } from './texts.ts'
import './webhooks.css'

const addressShape = /^https?:\/\/\S+$/i

/** Adds a webhook, then shows its secret. */
export function NewWebhookForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const command = useChange((body: WebhookSettings, commandId) => call(addWebhook, { body, commandId }))
  if (command.data) return <SecretShown secret={command.data.secret} onDone={onDone} />
  const empty = { name: '', address: '', types: [] }
  return (
    <SettingsForm
      {...{ command, onDone }}
      start={empty}
      submit={text('form.add')}
      onSubmit={command.mutate}
    />
  )
}

export function ChangeWebhookForm({ webhook, onDone }: { webhook: Webhook; onDone: () => void }) {
  const text = useText()
  const { id, name, address, types } = webhook
  const command = useChange((body: WebhookSettings, commandId) =>
    call(changeWebhook, { params: { id }, body, commandId }),
  )
  return (
    <SettingsForm
      {...{ command, onDone }}
      start={{ name, address, types }}
      submit={text('form.save')}
      onSubmit={(settings) => command.mutate(settings, { onSuccess: onDone })}
    />
  )
}

interface SettingsFormProps {
  start: WebhookSettings
  submit: string
  command: Command
  onSubmit: (settings: WebhookSettings) => void
  onDone: () => void
}

function SettingsForm({ start, submit, command, onSubmit, onDone }: SettingsFormProps) {
  const text = useText()
  const [settings, setSettings] = useState(start)
  const set = (part: Partial<WebhookSettings>) => setSettings({ ...settings, ...part })
  const address = settings.address.trim()
  const isAddress = addressShape.test(address)
  return (
    <OfficeForm
      submit={submit}
      command={command}
      isComplete={isWritten(settings.name) && isAddress && settings.types.length > 0}
      onCancel={onDone}
      onSubmit={() => onSubmit({ ...settings, name: settings.name.trim(), address })}
    >
      <RequiredText
        label={text('form.name')}
        help={text('form.name.help')}
        value={settings.name}
        onChange={(name) => set({ name })}
        maxLength={60}
      />
      <RequiredText
        label={text('form.address')}
        help={text('form.address.help')}
        value={settings.address}
        onChange={(next) => set({ address: next })}
        maxLength={500}
        wrongWhenSent={isAddress ? undefined : text('form.address.wrong')}
      />
      <FormPart title={text('form.types')}>
        <Types chosen={settings.types} onChange={(types) => set({ types })} />
      </FormPart>
    </OfficeForm>
  )
}

function Types({
  chosen,
  onChange,
}: {
  chosen: readonly ChosenType[]
  onChange: (types: ChosenType[]) => void
}) {
  const text = useText()
  const known = useRead(getEventTypes)
  const types = known.data?.types.map(({ type }) => type).filter((type) => type !== 'ping') ?? []
  const isMissing = useMissing(chosen.length === 0) !== undefined
  return (
    <>
      <Trouble of={[known]} />
      <div className="webhook-types">
        {types.map((type) => (
          <Checkbox
            key={type}
            isSelected={chosen.includes(type)}
            onChange={(isIn) => onChange(isIn ? [...chosen, type] : chosen.filter((other) => other !== type))}
          >
            {text(`type.${type}`)}
          </Checkbox>
        ))}
      </div>
      {isMissing ? <p role="alert">{text('form.types.none')}</p> : null}
    </>
  )
}
