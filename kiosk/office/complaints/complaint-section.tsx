import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  answerComplaint,
  getComplaints,
  noteComplaint,
  type Complaint,
  type NewComplaint,
} from '../../api/complaints.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

const kinds = ['service', 'goods', 'points', 'other'] as const

/** What a member complained about, which levels by merit count, and what was answered. */
export function ComplaintSection({ memberId }: { memberId: string }) {
  const text = useText()
  const found = useRead(getComplaints, { params: { memberId } })
  const complaints = found.data?.complaints
  return (
    <Section
      title={text('title')}
      actions={
        <DialogButton label={text('note')} title={text('note')} icon="plus">
          {(close) => <NoteForm memberId={memberId} onDone={close} />}
        </DialogButton>
      }
    >
      <Trouble of={[found]} />
      {complaints?.length === 0 ? <p className="soft">{text('none')}</p> : null}
      {complaints?.length ? <ComplaintTable memberId={memberId} complaints={complaints} /> : null}
    </Section>
  )
}

interface TableProps {
  memberId: string
  complaints: readonly Complaint[]
}

function ComplaintTable({ memberId, complaints }: TableProps) {
  const text = useText()
  return (
    <Table
      caption={text('title')}
      rows={complaints}
      keyOf={({ id }) => id}
      columns={[
        { title: text('when'), cell: ({ notedAt }) => <DateTime at={notedAt} /> },
        {
          title: text('what'),
          cell: (complaint) => `${text(`kind.${complaint.kind}`)}: ${complaint.text}`,
        },
        { title: text('by'), cell: ({ notedBy }) => notedBy },
        {
          title: text('answer'),
          cell: ({ id, answer }) =>
            answer ? (
              text('answer.given', answer)
            ) : (
              <DialogButton label={text('answer.do')} title={text('answer.do')} kind="quiet">
                {(close) => <AnswerForm memberId={memberId} complaintId={id} onDone={close} />}
              </DialogButton>
            ),
        },
      ]}
    />
  )
}

function NoteForm({ memberId, onDone }: { memberId: string; onDone: () => void }) {
  const text = useText()
  const [kind, setKind] = useState<NewComplaint['kind']>('service')
  const [words, setWords] = useState('')
  const command = useChange((body: NewComplaint, commandId) =>
    call(noteComplaint, { params: { memberId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('note.submit')}
      command={command}
      isComplete={isWritten(words)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ kind, text: words.trim() }, { onSuccess: onDone })}
    >
      <p>{text('note.words')}</p>
      <RequiredSelect
        label={text('note.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: text(`kind.${value}`) }))}
      />
      <RequiredText label={text('note.text')} value={words} onChange={setWords} maxLength={500} />
    </OfficeForm>
  )
}

interface AnswerFormProps {
  memberId: string
  complaintId: string
  onDone: () => void
}

function AnswerForm({ memberId, complaintId, onDone }: AnswerFormProps) {
  const text = useText()
  const [words, setWords] = useState('')
  const command = useChange((body: { text: string }, commandId) =>
    call(answerComplaint, { params: { memberId, complaintId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('answer.do')}
      command={command}
      isComplete={isWritten(words)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ text: words.trim() }, { onSuccess: onDone })}
    >
      <RequiredText label={text('answer.text')} value={words} onChange={setWords} maxLength={500} />
    </OfficeForm>
  )
}
