import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { addPartner, changePartner, type Partner, type PartnerFacts } from '../../api/partners.ts'
import { useChange } from '../../api/reading.ts'
import { TextField } from '../../ui/text-field.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm, type Command } from '../office-form.tsx'
import { useText } from './texts.ts'

export function NewPartnerForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const navigate = useNavigate()
  const command = useChange((body: PartnerFacts, commandId) => call(addPartner, { body, commandId }))
  return (
    <FactsForm
      {...{ command, onDone }}
      start={{ nameZh: '', nameEn: '', contact: '' }}
      submit={text('add')}
      onSubmit={(facts) =>
        command.mutate(facts, {
          onSuccess: ({ id }) => void navigate({ to: '/partners/$partnerId', params: { partnerId: id } }),
        })
      }
    />
  )
}

export function ChangePartnerForm({ partner, onDone }: { partner: Partner; onDone: () => void }) {
  const text = useText()
  const { id, nameZh, nameEn, contact } = partner
  const command = useChange((body: PartnerFacts, commandId) =>
    call(changePartner, { params: { id }, body, commandId }),
  )
  return (
    <FactsForm
      {...{ command, onDone }}
      start={{ nameZh, nameEn, contact }}
      submit={text('save')}
      onSubmit={(facts) => command.mutate(facts, { onSuccess: onDone })}
    />
  )
}

interface FactsFormProps {
  start: PartnerFacts
  submit: string
  command: Command
  onSubmit: (facts: PartnerFacts) => void
  onDone: () => void
}

function FactsForm({ start, submit, command, onSubmit, onDone }: FactsFormProps) {
  const text = useText()
  const [facts, setFacts] = useState(start)
  const { nameZh, nameEn, contact } = facts
  return (
    <OfficeForm
      submit={submit}
      command={command}
      isComplete={isWritten(nameZh) && isWritten(nameEn)}
      onCancel={onDone}
      onSubmit={() => onSubmit({ nameZh: nameZh.trim(), nameEn: nameEn.trim(), contact: contact.trim() })}
    >
      <RequiredText
        label={text('name.zh')}
        value={nameZh}
        onChange={(next) => setFacts({ ...facts, nameZh: next })}
        maxLength={60}
      />
      <RequiredText
        label={text('name.en')}
        value={nameEn}
        onChange={(next) => setFacts({ ...facts, nameEn: next })}
        maxLength={60}
      />
      <TextField
        label={text('contact')}
        value={contact}
        onChange={(next) => setFacts({ ...facts, contact: next })}
        maxLength={200}
      />
    </OfficeForm>
  )
}
