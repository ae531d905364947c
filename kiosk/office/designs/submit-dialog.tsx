import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  approveVersion,
  refuseVersion,
  submitDraft,
  takeBack,
  type Approve,
  type DesignDetails,
  type Reason,
  type Submit,
  type VersionSummary,
} from '../../api/designs.ts'
import { useChange } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

interface Deciding {
  code: string
  version: VersionSummary
}

export function SubmitDialog({ code, version }: Deciding) {
  const text = useText()
  const title = text('submit.title', { number: version.number })
  return (
    <DialogButton label={text('submit.open')} title={title} icon="check" kind="primary">
      {(close) => <SubmitForm code={code} version={version} onDone={close} />}
    </DialogButton>
  )
}

function SubmitForm({ code, version, onDone }: Deciding & { onDone: () => void }) {
  const text = useText()
  const [note, setNote] = useState(version.note)
  const { number, revision } = version
  const command = useChange((body: Submit, commandId) =>
    call(submitDraft, { params: { code }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('submit.open')}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ number, revision, note: note.trim() }, { onSuccess: onDone })}
    >
      <p>{text('submit.words')}</p>
      <RequiredText
        label={text('submit.note')}
        help={text('submit.note.help')}
        value={note}
        onChange={setNote}
        maxLength={200}
      />
    </OfficeForm>
  )
}

/** What waits for a second person: says who that may be, and lets them decide. */
export function VersionWaits({ design, version }: { design: DesignDetails; version: VersionSummary }) {
  const text = useText()
  const mayDecide = useMay(managers)
  const { code, isAlone } = design
  const isBlocked = version.isOwn && !isAlone
  const command = useChange((_: undefined, commandId) => call(takeBack, { params: { code }, commandId }))
  return (
    <Notice
      tone="caution"
      title={text('waits.title', { name: version.submitted?.by ?? '', number: version.number })}
      todo={text(!mayDecide ? 'waits.others' : isBlocked ? 'waits.own' : 'waits.todo')}
    >
      {mayDecide ? (
        <p className="actions">
          {isBlocked ? null : <ApproveDialog code={code} version={version} isAlone={version.isOwn} />}
          <RefuseDialog code={code} version={version} />
          <Button isPending={command.isPending} onPress={() => command.mutate(undefined)}>
            {text('take-back')}
          </Button>
        </p>
      ) : null}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </Notice>
  )
}

function ApproveDialog({ code, version, isAlone }: Deciding & { isAlone: boolean }) {
  const text = useText()
  const title = text('approve.title', { number: version.number })
  return (
    <DialogButton label={text('approve.open')} title={title} icon="check" kind="primary">
      {(close) => <ApproveDesign code={code} version={version} isAlone={isAlone} onDone={close} />}
    </DialogButton>
  )
}

function ApproveDesign({
  code,
  version: { number, revision },
  isAlone,
  onDone,
}: Deciding & { isAlone: boolean; onDone: () => void }) {
  const text = useText()
  const command = useChange((body: Approve, commandId) =>
    call(approveVersion, { params: { code }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('approve.open')}
      command={command}
      isAlone={isAlone}
      onCancel={onDone}
      onApprove={(alone) => command.mutate({ number, revision, ...alone }, { onSuccess: onDone })}
    >
      <p>{text('approve.words')}</p>
    </ApproveForm>
  )
}

function RefuseDialog({ code, version }: Deciding) {
  const text = useText()
  const title = text('refuse.title', { number: version.number })
  return (
    <DialogButton label={text('refuse.open')} title={title} icon="close">
      {(close) => <RefuseDesign code={code} onDone={close} />}
    </DialogButton>
  )
}

function RefuseDesign({ code, onDone }: { code: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((body: Reason, commandId) =>
    call(refuseVersion, { params: { code }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('refuse.open')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      <p>{text('refuse.words')}</p>
    </RefuseForm>
  )
}
