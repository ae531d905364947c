import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  getLevel,
  giveLevel,
  undoLevelChange,
  type GiveLevel,
  type LevelChange,
  type MemberLevel,
} from '../../api/levels.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'
import { Waiting } from './waiting.tsx'

/** A member's level: the way to the next one, what keeps it, every change and why. */
export function LevelSection({ memberId }: { memberId: string }) {
  const text = useText()
  const nameOf = useName()
  const language = useLanguage()
  const mayGive = useMay(managers)
  const found = useRead(getLevel, { params: { memberId } })
  const standing = found.data
  const said = [standing?.way, standing?.keeping].flatMap((each) => each ?? [])
  return (
    <Section
      title={standing ? `${text('title')} · ${nameOf(standing.level)}` : text('title')}
      actions={
        mayGive && standing && !standing.waiting && standing.givable.length > 0 ? (
          <DialogButton label={text('give')} title={text('give')} icon="plus">
            {(close) => <GiveForm memberId={memberId} givable={standing.givable} onDone={close} />}
          </DialogButton>
        ) : null
      }
    >
      <Trouble of={[found]} />
      {standing?.waiting ? (
        <Waiting gift={standing.waiting} isAlone={standing.isAlone} mayDecide={mayGive} />
      ) : null}
      {said.map(({ zh, en }) => (
        <p key={en}>{language === 'en' ? en : zh}</p>
      ))}
      {standing?.changes.length === 0 ? <p className="soft">{text('none')}</p> : null}
      {standing && standing.changes.length > 0 ? (
        <ChangeTable memberId={memberId} changes={standing.changes} mayUndo={mayGive} />
      ) : null}
    </Section>
  )
}

interface ChangeTableProps {
  memberId: string
  changes: readonly LevelChange[]
  mayUndo: boolean
}

function ChangeTable({ memberId, changes, mayUndo }: ChangeTableProps) {
  const text = useText()
  const nameOf = useName()
  const what = ({ from, to }: LevelChange) =>
    from.code === to.code
      ? text('change.kept', { to: nameOf(to) })
      : text('change.moved', { from: nameOf(from), to: nameOf(to) })
  return (
    <Table
      caption={text('changes.title')}
      rows={changes}
      keyOf={({ id }) => id}
      columns={[
        { title: text('changes.what'), cell: what },
        { title: text('changes.at'), cell: ({ effectiveAt }) => <DateTime at={effectiveAt} /> },
        {
          title: text('changes.why'),
          cell: ({ kind, reason, graceUntil }) => (
            <>
              {[text(`kind.${kind}`), reason].filter(Boolean).join(': ')}
              {graceUntil ? (
                <span className="soft small-line">
                  {text('changes.grace')} <DateTime at={graceUntil} show="date" />
                </span>
              ) : null}
            </>
          ),
        },
        { title: text('changes.by'), cell: ({ by }) => by },
        {
          title: text('changes.do'),
          cell: (change) =>
            change.isUndoable && mayUndo ? (
              <DialogButton label={text('undo')} title={text('undo.title')} kind="quiet">
                {(close) => <UndoForm memberId={memberId} change={change} onDone={close} />}
              </DialogButton>
            ) : null,
        },
      ]}
    />
  )
}

interface GiveFormProps {
  memberId: string
  givable: MemberLevel['givable']
  onDone: () => void
}

function GiveForm({ memberId, givable, onDone }: GiveFormProps) {
  const text = useText()
  const nameOf = useName()
  const [level, setLevel] = useState<string>()
  const [reason, setReason] = useState('')
  const command = useChange((body: GiveLevel, commandId) =>
    call(giveLevel, { params: { memberId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('give.submit')}
      command={command}
      isComplete={level !== undefined && isWritten(reason)}
      onCancel={onDone}
      onSubmit={() =>
        level === undefined
          ? undefined
          : command.mutate({ level, reason: reason.trim() }, { onSuccess: onDone })
      }
    >
      <p>{text('give.words')}</p>
      <RequiredSelect
        label={text('give.level')}
        value={level}
        options={givable.map((each) => ({
          value: each.code,
          label: each.byInvitation ? text('give.invited', { name: nameOf(each) }) : nameOf(each),
        }))}
        onChange={setLevel}
      />
      <RequiredText label={text('give.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

function UndoForm({
  memberId,
  change,
  onDone,
}: {
  memberId: string
  change: LevelChange
  onDone: () => void
}) {
  const text = useText()
  const nameOf = useName()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(undoLevelChange, { params: { memberId, changeId: change.id }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('undo.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('undo.words', { name: nameOf(change.from) })}</p>
      <RequiredText label={text('undo.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
