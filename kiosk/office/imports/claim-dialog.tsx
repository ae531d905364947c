import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { claimCustomer, type Claim } from '../../api/imports.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** Somebody from the earlier system has come. */
export function ClaimDialog() {
  const text = useText()
  return (
    <DialogButton label={text('claim')} title={text('claim')} icon="people">
      {(close) => <ClaimForm onDone={close} />}
    </DialogButton>
  )
}

function ClaimForm({ onDone }: { onDone: () => void }) {
  const text = useText()
  const { money } = useFormats()
  const [customer, setCustomer] = useState('')
  const [phone, setPhone] = useState('')
  const [name, setName] = useState('')
  const command = useChange((body: Claim, commandId) => call(claimCustomer, { body, commandId }))
  const { data: claimed } = command
  if (claimed)
    return (
      <>
        <Notice
          tone="good"
          title={text('claim.done', { purchases: claimed.purchases, spent: money(claimed.spentFen) })}
        />
        <DialogActions>
          <Link to="/members/$memberId" params={{ memberId: claimed.memberId }} className="button primary">
            {text('claim.open')}
          </Link>
          <Button onPress={onDone}>{text('close')}</Button>
        </DialogActions>
      </>
    )
  return (
    <OfficeForm
      submit={text('claim.submit')}
      command={command}
      isComplete={isWritten(customer) && isWritten(phone)}
      onCancel={onDone}
      onSubmit={() =>
        command.mutate({
          customer: customer.trim(),
          phone: phone.trim(),
          ...(isWritten(name) ? { name: name.trim() } : {}),
        })
      }
    >
      <p className="soft">{text('claim.help')}</p>
      <RequiredText label={text('claim.customer')} value={customer} onChange={setCustomer} maxLength={80} />
      <RequiredText label={text('claim.phone')} value={phone} onChange={setPhone} type="tel" maxLength={30} />
      <TextField
        label={text('claim.name')}
        help={text('claim.name.help')}
        value={name}
        onChange={setName}
        maxLength={40}
      />
    </OfficeForm>
  )
}
