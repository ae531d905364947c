import { useChange } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

interface RevokingProps {
  name: string
  /** what is lost with it */
  words: string
  revoke: (commandId: string) => Promise<unknown>
}

/** Asks before a tablet or a laptop is shut out for good. */
export function Revoking({ name, words, revoke }: RevokingProps) {
  const text = useText()
  return (
    <DialogButton label={text('revoke')} title={text('revoke.title', { name })} icon="lock" kind="quiet">
      {(close) => <RevokeForm words={words} revoke={revoke} onDone={close} />}
    </DialogButton>
  )
}

function RevokeForm({ words, revoke, onDone }: Omit<RevokingProps, 'name'> & { onDone: () => void }) {
  const text = useText()
  const command = useChange((_: void, commandId) => revoke(commandId))
  return (
    <OfficeForm
      submit={text('revoke')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{words}</p>
    </OfficeForm>
  )
}
