import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useChange } from '../../api/reading.ts'
import { giveVoucherBack, voidVoucher, type VoucherWithLife } from '../../api/vouchers.ts'
import { useName } from '../../i18n/names.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** An open voucher can be voided with a reason; a benefit that was recorded by mistake is given back. */
export function EndVoucher({ voucher }: { voucher: VoucherWithLife }) {
  const text = useText()
  const nameOf = useName()
  const name = nameOf(voucher)
  if (voucher.state === 'open')
    return (
      <DialogButton label={text('void')} title={text('void.title', { name })} icon="delete" kind="quiet">
        {(close) => <VoidForm voucherId={voucher.id} onDone={close} />}
      </DialogButton>
    )
  if (voucher.state === 'used' && voucher.kind === 'benefit')
    return (
      <DialogButton label={text('back')} title={text('back.title', { name })} icon="back" kind="quiet">
        {(close) => <BackForm voucherId={voucher.id} onDone={close} />}
      </DialogButton>
    )
  return null
}

interface EndFormProps {
  voucherId: string
  onDone: () => void
}

function VoidForm({ voucherId, onDone }: EndFormProps) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(voidVoucher, { params: { voucherId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('void')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('void.words')}</p>
      <RequiredText label={text('void.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

function BackForm({ voucherId, onDone }: EndFormProps) {
  const text = useText()
  const command = useChange((_: undefined, commandId) =>
    call(giveVoucherBack, { params: { voucherId }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('back.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('back.words')}</p>
    </OfficeForm>
  )
}
