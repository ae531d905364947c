import { useState, type ReactNode } from 'react'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { getForm, type PaperForm } from '../../api/drives.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { FormPart } from '../form-part.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

const shape = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i

interface FindFormProps {
  driveId: string
  /** What opens when the form is there and still to be typed in. */
  children: (form: PaperForm, close: () => void) => ReactNode
}

/** Finds a form by the number on the paper; a scanner that types finds it by its code. */
export function FindForm({ driveId, children }: FindFormProps) {
  const text = useText()
  const [number, setNumber] = useState('')
  const [isOpen, setOpen] = useState(false)
  const command = useMutation({
    mutationFn: (formId: string) => call(getForm, { params: { formId } }),
    onSuccess: (form) => setOpen(isOpenHere(form, driveId)),
  })
  const form = command.data
  const typed = number.trim()
  return (
    <div className="narrow-field">
      <OfficeForm
        submit={text('forms.find.submit')}
        command={command}
        isComplete={shape.test(typed)}
        onSubmit={() => command.mutate(withHyphens(typed))}
      >
        <FormPart title={text('forms.find')}>
          <RequiredText
            label={text('forms.number')}
            help={text('forms.number.help')}
            wrongWhenSent={isWritten(number) && !shape.test(typed) ? text('forms.number.wrong') : undefined}
            value={number}
            onChange={setNumber}
            maxLength={40}
          />
        </FormPart>
      </OfficeForm>
      {form && !isOpenHere(form, driveId) ? <NotOpen form={form} driveId={driveId} /> : null}
      {form ? (
        <Dialog title={text('forms.type.title')} isOpen={isOpen} onClose={() => setOpen(false)}>
          {children(form, () => {
            setOpen(false)
            setNumber('')
            command.reset()
          })}
        </Dialog>
      ) : null}
    </div>
  )
}

const isOpenHere = ({ driveId, enrolmentId, asideBecause }: PaperForm, here: string) =>
  driveId === here && enrolmentId === null && asideBecause === null

/** Eight, four, four, four and twelve, as it is printed. */
const withHyphens = (typed: string) =>
  typed
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

function NotOpen({ form, driveId }: { form: PaperForm; driveId: string }) {
  const text = useText()
  if (form.driveId !== driveId)
    return <Notice tone="caution" title={text('forms.found.elsewhere', { drive: form.driveName })} />
  return form.asideBecause === null ? (
    <Notice tone="caution" title={text('forms.found.typed')} />
  ) : (
    <Notice tone="caution" title={text('forms.found.aside', { reason: form.asideBecause })} />
  )
}
