import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react'
import { Form } from 'react-aria-components/Form'
import { Button } from '../ui/button.tsx'
import { DialogActions } from '../ui/dialog.tsx'
import { Notice, ProblemNotice } from '../ui/notice.tsx'
import { useText } from './texts.ts'

const Tried = createContext(false)

/** What a required field says once the form was sent without it. */
export function useMissing(isMissing: boolean): string | undefined {
  const text = useText()
  return use(Tried) && isMissing ? text('form.required') : undefined
}

/** Whether the form was sent once: what is not yet right may be named now. */
export const useTried = (): boolean => use(Tried)

/** What a form sends, and how it fares. */
export interface Command {
  isPending: boolean
  isError: boolean
  error: unknown
}

interface OfficeFormProps {
  /** The verb of the one button that does it. */
  submit: string
  command: Command
  /** Every required field is filled in with something possible. */
  isComplete: boolean
  onSubmit: () => void
  onCancel?: () => void
  /** What a refusal leaves as it was; else that all that was typed is still there. */
  undone?: string
  children: ReactNode
}

/** A form that says what is missing when it is sent, not before, and keeps all that was typed when it is refused. */
export function OfficeForm({
  submit,
  command,
  isComplete,
  onSubmit,
  onCancel,
  undone,
  children,
}: OfficeFormProps) {
  const text = useText()
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (tries > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] button')?.focus()
  }, [tries])
  return (
    <Form
      ref={form}
      className="office-form"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation() // a dialog's form may stand inside a page's form
        if (isComplete) onSubmit()
        else setTries(tries + 1)
      }}
    >
      <Tried value={tries > 0}>{children}</Tried>
      {tries > 0 && !isComplete ? <Notice tone="caution" title={text('form.incomplete')} /> : null}
      {command.isError ? (
        <ProblemNotice problem={command.error} saved={text('form.kept')} undone={undone} />
      ) : null}
      <DialogActions>
        <Button kind="primary" type="submit" isPending={command.isPending}>
          {submit}
        </Button>
        {onCancel ? <Button onPress={onCancel}>{text('form.cancel')}</Button> : null}
      </DialogActions>
    </Form>
  )
}
