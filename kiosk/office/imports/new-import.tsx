import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { ImportKind } from '../../api/imports.ts'
import { useChange } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm, useTried } from '../office-form.tsx'
import { useText } from './texts.ts'
import { upload } from './upload.ts'

/** Chooses a file and what is in it. */
export function NewImport({ mostBytes }: { mostBytes: number }) {
  const text = useText()
  return (
    <DialogButton label={text('new')} title={text('new')} icon="plus" kind="primary">
      {(close) => <NewImportForm mostBytes={mostBytes} onDone={close} />}
    </DialogButton>
  )
}

const megabytesOf = (bytes: number): number => Math.ceil(bytes / 100_000) / 10

function NewImportForm({ mostBytes, onDone }: { mostBytes: number; onDone: () => void }) {
  const text = useText()
  const navigate = useNavigate()
  const [kind, setKind] = useState<ImportKind>('members')
  const [file, setFile] = useState<File>()
  const [sent, setSent] = useState<number>()
  const isTooLarge = file !== undefined && file.size > mostBytes
  const isEmpty = file?.size === 0
  const command = useChange((chosen: { kind: ImportKind; file: File }) => upload(chosen, setSent))
  const total = file?.size ?? 0
  return (
    <OfficeForm
      submit={text('new.submit')}
      command={command}
      isComplete={file !== undefined && !isTooLarge && !isEmpty}
      onCancel={onDone}
      onSubmit={() =>
        file
          ? command.mutate(
              { kind, file },
              {
                onSuccess: (importId) => {
                  onDone()
                  void navigate({ to: '/settings/imports/$importId', params: { importId } })
                },
              },
            )
          : undefined
      }
    >
      <Choice
        label={text('new.kind')}
        value={kind}
        options={(['members', 'purchases'] as const).map((value) => ({
          value,
          label: text(`kind.${value}`),
        }))}
        onChange={setKind}
      />
      <FileField file={file} onChange={setFile} megabytes={megabytesOf(mostBytes)} />
      {isTooLarge ? (
        <Notice
          tone="bad"
          title={text('new.too-large', { size: megabytesOf(total), megabytes: megabytesOf(mostBytes) })}
        />
      ) : null}
      {isEmpty ? <Notice tone="bad" title={text('new.empty')} /> : null}
      {command.isPending ? (
        <Progress
          label={text('new.sending')}
          done={Math.ceil((sent ?? 0) / 1_000)}
          total={Math.ceil(total / 1_000)}
        />
      ) : null}
    </OfficeForm>
  )
}

function FileField({
  file,
  megabytes,
  onChange,
}: {
  file: File | undefined
  megabytes: number
  onChange: (file: File | undefined) => void
}) {
  const text = useText()
  const id = useId()
  const isMissing = useTried() && !file
  return (
    <div className="field import-file">
      <label htmlFor={id}>{text('new.file')}</label>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,.tsv,.xlsx,text/csv,text/plain"
        aria-invalid={isMissing}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.target.files?.[0])}
      />
      <p className="soft" id={`${id}-help`}>
        {text('new.file.help', { megabytes })}
      </p>
    </div>
  )
}
