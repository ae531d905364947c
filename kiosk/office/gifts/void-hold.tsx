import { call } from '../../api/call.ts'
import { voidRedemption, type Hold } from '../../api/gifts.ts'
import { useChange } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** The member wants it no more, or it cannot be given: it stays here and the points go back. */
export function VoidHold({ hold }: { hold: Hold }) {
  const text = useText()
  return (
    <DialogButton label={text('void.open')} title={text('void.title')} icon="close" kind="quiet">
      {(close) => <VoidForm hold={hold} onDone={close} />}
    </DialogButton>
  )
}

function VoidForm({ hold: { redemptionId, gift, points }, onDone }: { hold: Hold; onDone: () => void }) {
  const text = useText()
  const nameOf = useName()
  const command = useChange((_: undefined, commandId) =>
    call(voidRedemption, { params: { id: redemptionId }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('void.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('void.words', { name: nameOf(gift), points })}</p>
    </OfficeForm>
  )
}
