import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  approveDraft,
  dropDraft,
  getDraft,
  refuseDraft,
  submitDraft,
  takeDraftBack,
  type ApproveDraft,
  type Draft,
  type SubmitDraft,
} from '../../api/programmes.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { ApproveForm, RefuseForm } from '../deciding.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { TrialLink, TrialsLink } from './replay/trial-link.tsx'
import { Changes } from './rules/changes.tsx'
import { useText } from './texts.ts'

/** The next rules on their way: what they change in words, and whoever may submit, approve or refuse them. */
export function DraftSection({ programmeId }: { programmeId: string }) {
  const text = useText()
  const mayManage = useMay(managers)
  const answer = useRead(getDraft, { params: { id: programmeId } })
  const draft = answer.data?.draft
  const isOpen = draft?.state === 'draft' || draft?.state === 'submitted'
  return (
    <Section
      title={text('draft.title')}
      actions={
        <>
          <TrialsLink />
          {mayManage && answer.data && draft?.state !== 'submitted' ? (
            <Link className="button" to="/programme/rules">
              {text(draft?.state === 'draft' ? 'draft.edit' : 'draft.begin')}
            </Link>
          ) : null}
        </>
      }
    >
      <Trouble of={[answer]} />
      {draft?.state === 'refused' ? (
        <Notice
          tone="caution"
          title={text('draft.refused', { name: draft.decided?.by ?? '' })}
          todo={draft.decisionReason}
        />
      ) : null}
      {isOpen ? (
        <>
          <p>
            {text('draft.starts')}{' '}
            {draft.startsAt ? <DateTime at={draft.startsAt} /> : text('draft.starts.approval')}
          </p>
          <Changes of={draft.changes} />
          <TrialLink programmeId={programmeId} draft={draft} />
          {draft.state === 'draft' && mayManage ? <Drafted programmeId={programmeId} draft={draft} /> : null}
          {draft.state === 'submitted' ? (
            <Waiting programmeId={programmeId} draft={draft} isAlone={answer.data?.isAlone ?? false} />
          ) : null}
        </>
      ) : (
        <p className="soft">{text('draft.none')}</p>
      )}
    </Section>
  )
}

interface Deciding {
  programmeId: string
  draft: Draft
}

function Drafted({ programmeId, draft }: Deciding) {
  const text = useText()
  const drop = useChange((_: undefined, commandId) =>
    call(dropDraft, { params: { id: programmeId }, commandId }),
  )
  const isReady = draft.faults.length === 0 && draft.changes.length > 0
  return (
    <>
      {draft.faults.length > 0 ? <Notice tone="caution" title={text('draft.faulty')} /> : null}
      <p className="actions">
        {isReady ? (
          <DialogButton label={text('submit')} title={text('submit')} icon="check" kind="primary">
            {(close) => <SubmitForm programmeId={programmeId} draft={draft} onDone={close} />}
          </DialogButton>
        ) : null}
        <Button isPending={drop.isPending} onPress={() => drop.mutate(undefined)}>
          {text('draft.drop')}
        </Button>
      </p>
      {drop.isError ? <ProblemNotice problem={drop.error} /> : null}
    </>
  )
}

function SubmitForm({ programmeId, draft, onDone }: Deciding & { onDone: () => void }) {
  const text = useText()
  const [note, setNote] = useState(draft.note)
  const { number, revision } = draft
  const command = useChange((body: SubmitDraft, commandId) =>
    call(submitDraft, { params: { id: programmeId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('submit')}
      command={command}
      isComplete={isWritten(note)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ number, revision, note: note.trim() }, { onSuccess: onDone })}
    >
      <p>{text('submit.words')}</p>
      <RequiredText label={text('submit.note')} value={note} onChange={setNote} maxLength={200} />
    </OfficeForm>
  )
}

/** What waits for a second person: says who that may be, and lets them decide. */
function Waiting({ programmeId, draft, isAlone }: Deciding & { isAlone: boolean }) {
  const text = useText()
  const mayDecide = useMay(managers)
  const isBlocked = draft.isOwn && !isAlone
  const back = useChange((_: undefined, commandId) =>
    call(takeDraftBack, { params: { id: programmeId }, commandId }),
  )
  return (
    <Notice
      tone="caution"
      title={text('waits.title', { name: draft.submitted?.by ?? '', note: draft.note })}
      todo={text(!mayDecide ? 'waits.others' : isBlocked ? 'waits.own' : 'waits.todo')}
    >
      {mayDecide ? (
        <p className="actions">
          {isBlocked ? null : (
            <DialogButton label={text('approve')} title={text('approve')} icon="check" kind="primary">
              {(close) => <Approve programmeId={programmeId} draft={draft} onDone={close} />}
            </DialogButton>
          )}
          <DialogButton label={text('refuse')} title={text('refuse')} icon="close">
            {(close) => <Refuse programmeId={programmeId} onDone={close} />}
          </DialogButton>
          <Button isPending={back.isPending} onPress={() => back.mutate(undefined)}>
            {text('take-back')}
          </Button>
        </p>
      ) : null}
      {back.isError ? <ProblemNotice problem={back.error} /> : null}
    </Notice>
  )
}

function Approve({ programmeId, draft, onDone }: Deciding & { onDone: () => void }) {
  const text = useText()
  const { number, revision, isOwn } = draft
  const command = useChange((body: ApproveDraft, commandId) =>
    call(approveDraft, { params: { id: programmeId }, body, commandId }),
  )
  return (
    <ApproveForm
      submit={text('approve')}
      command={command}
      isAlone={isOwn}
      onCancel={onDone}
      onApprove={(alone) => command.mutate({ number, revision, ...alone }, { onSuccess: onDone })}
    >
      <p>{text('approve.words')}</p>
      <TrialLink programmeId={programmeId} draft={draft} />
    </ApproveForm>
  )
}

function Refuse({ programmeId, onDone }: { programmeId: string; onDone: () => void }) {
  const text = useText()
  const command = useChange((body: { reason: string }, commandId) =>
    call(refuseDraft, { params: { id: programmeId }, body, commandId }),
  )
  return (
    <RefuseForm
      submit={text('refuse')}
      command={command}
      onCancel={onDone}
      onRefuse={(body) => command.mutate(body, { onSuccess: onDone })}
    >
      <p>{text('refuse.words')}</p>
    </RefuseForm>
  )
}
