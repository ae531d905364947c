import { useState, type ReactNode } from 'react'
import { isWritten, RequiredText } from './fields.tsx'
import { OfficeForm, type Command } from './office-form.tsx'
import { useText } from './texts.ts'

/** Said where the shop's only person decides on what they asked for themself. */
interface Alone {
  aloneReason?: string
}

interface DecidingProps {
  /** The verb of the one button that does it. */
  submit: string
  command: Command
  onCancel: () => void
  /** What the decision means. */
  children?: ReactNode
}

/** The yes of a second person; whoever is alone in the shop says why they give it to themself. */
export function ApproveForm({
  isAlone,
  onApprove,
  children,
  ...form
}: DecidingProps & { isAlone: boolean; onApprove: (alone: Alone) => void }) {
  const [reason, setReason] = useState('')
  return (
    <OfficeForm
      {...form}
      isComplete={!isAlone || isWritten(reason)}
      onSubmit={() => onApprove(isAlone ? { aloneReason: reason.trim() } : {})}
    >
      {children}
      {isAlone ? <AloneReason value={reason} onChange={setReason} /> : null}
    </OfficeForm>
  )
}

/** The no, with its reason. */
export function RefuseForm({
  onRefuse,
  children,
  ...form
}: DecidingProps & { onRefuse: (body: { reason: string }) => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  return (
    <OfficeForm {...form} isComplete={isWritten(reason)} onSubmit={() => onRefuse({ reason: reason.trim() })}>
      {children}
      <RequiredText label={text('refuse.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

export function AloneReason({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const text = useText()
  return (
    <RequiredText
      label={text('alone.reason')}
      help={text('alone.reason.help')}
      value={value}
      onChange={onChange}
      maxLength={200}
    />
  )
}
