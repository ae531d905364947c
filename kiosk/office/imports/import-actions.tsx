import type { ReactNode } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import {
  cancelImport,
  discardImport,
  forgetFile,
  pauseImport,
  resumeImport,
  startImport,
  undoImport,
  type Import,
} from '../../api/imports.ts'
import { Problem } from '../../api/problem.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import type { IconName } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { ApproveForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

type Step = typeof pauseImport

/** What can be done with an import in its present state. */
export function ImportActions({ of: one }: { of: Import }) {
  const text = useText()
  const { id, state, rowsGood } = one
  const navigate = useNavigate()
  const toList = () => void navigate({ to: '/settings/imports' })
  const over = state === 'finished' || state === 'cancelled' || state === 'undone'
  return (
    <>
      {state === 'checked' && rowsGood > 0 ? (
        <DialogButton
          label={text('start', { count: rowsGood })}
          title={text('start.title')}
          icon="play"
          kind="primary"
        >
          {(close) => <Start of={one} onDone={close} />}
        </DialogButton>
      ) : null}
      {state === 'running' ? <Plain id={id} step={pauseImport} label={text('pause')} icon="pause" /> : null}
      {state === 'paused' ? (
        <Plain id={id} step={resumeImport} label={text('resume')} icon="play" isPrimary />
      ) : null}
      {state === 'running' || state === 'paused' ? (
        <Asked id={id} step={cancelImport} label={text('cancel')} title={text('cancel.title')} icon="close">
          {text('cancel.words')}
        </Asked>
      ) : null}
      {state === 'finished' || state === 'cancelled' ? (
        <Asked id={id} step={undoImport} label={text('undo')} title={text('undo.title')} icon="back">
          {text('undo.words')}
        </Asked>
      ) : null}
      {state === 'receiving' || state === 'received' || state === 'checked' ? (
        <Asked
          id={id}
          step={discardImport}
          label={text('discard')}
          title={text('discard.title')}
          icon="delete"
          onDone={toList}
        >
          {text('discard.words')}
        </Asked>
      ) : null}
      {over && one.hasFile ? (
        <Asked id={id} step={forgetFile} label={text('forget')} title={text('forget')} icon="delete">
          {text('forget.words')}
        </Asked>
      ) : null}
    </>
  )
}

/** Above one person's limit of points a second one starts it; whoever is alone is asked why. */
function Start({ of: { id, rowsGood, pointsAsked }, onDone }: { of: Import; onDone: () => void }) {
  const text = useText()
  const { number } = useFormats()
  const command = useChange((body: { aloneReason?: string }, commandId) =>
    call(startImport, { params: { importId: id }, body, commandId }),
  )
  const isAlone = command.error instanceof Problem && command.error.code === 'alone-needs-reason'
  return (
    <ApproveForm
      submit={text('start', { count: rowsGood })}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate(alone, { onSuccess: onDone })}
    >
      <p>{text('start.words', { count: rowsGood })}</p>
      {pointsAsked > 0 ? <p>{text('start.points', { points: number(pointsAsked) })}</p> : null}
    </ApproveForm>
  )
}

interface StepProps {
  id: string
  step: Step
  label: string
  icon: IconName
}

const useStep = ({ id, step }: Pick<StepProps, 'id' | 'step'>) =>
  useChange((_: undefined, commandId) => call(step, { params: { importId: id }, commandId }))

function Plain({ label, icon, isPrimary = false, ...step }: StepProps & { isPrimary?: boolean }) {
  const command = useStep(step)
  return (
    <>
      <Button
        icon={icon}
        kind={isPrimary ? 'primary' : 'plain'}
        isPending={command.isPending}
        onPress={() => command.mutate(undefined)}
      >
        {label}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}

interface AskedProps extends StepProps {
  title: string
  kind?: 'primary' | 'plain'
  onDone?: () => void
  /** what it means */
  children: ReactNode
}

function Asked({ label, title, icon, kind = 'plain', children, onDone, ...step }: AskedProps) {
  return (
    <DialogButton label={label} title={title} icon={icon} kind={kind}>
      {(close) => (
        <Confirm {...step} submit={label} onCancel={close} onDone={onDone ?? close}>
          {children}
        </Confirm>
      )}
    </DialogButton>
  )
}

function Confirm({
  submit,
  children,
  onCancel,
  onDone,
  ...step
}: Pick<StepProps, 'id' | 'step'> & {
  submit: string
  children: ReactNode
  onCancel: () => void
  onDone: () => void
}) {
  const command = useStep(step)
  return (
    <OfficeForm
      submit={submit}
      command={command}
      isComplete
      onCancel={onCancel}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{children}</p>
    </OfficeForm>
  )
}
