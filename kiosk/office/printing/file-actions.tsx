import { call } from '../../api/call.ts'
import { discardFile, type PrintJob } from '../../api/printing.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Icon } from '../../ui/icon.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

/** How long a file is kept, and who took it. */
export function FileFacts({ file }: { file: NonNullable<PrintJob['file']> }) {
  const text = useText()
  const { number } = useFormats()
  const { keptUntil, bytes, downloads, takenBy, takenAt } = file
  if (keptUntil === null) return null
  return (
    <p className="file-facts">
      <span>{text('file.size', { megabytes: number(Math.ceil(bytes / 100_000) / 10) })}</span>
      <span>
        {text('file.kept')} <DateTime at={keptUntil} />
      </span>
      {takenBy && takenAt ? (
        <span>
          {text('file.taken', { count: downloads, person: takenBy })} <DateTime at={takenAt} />
        </span>
      ) : (
        <strong>{text('file.not-taken')}</strong>
      )}
    </p>
  )
}

/** The way to the file: from the first time on its cards count as printed. */
export function FileLink({ job: { id }, isPrimary = false }: { job: PrintJob; isPrimary?: boolean }) {
  const text = useText()
  return (
    <a
      className={`button ${isPrimary ? 'primary' : 'plain'}`}
      href={`/api/v1/print-jobs/${id}/cards.pdf`}
      download
    >
      <Icon name="download" />
      <span>{text('file.take')}</span>
    </a>
  )
}

export function DiscardDialog({ job }: { job: PrintJob }) {
  const text = useText()
  return (
    <DialogButton
      label={text('file.discard')}
      title={text('file.discard.title', { code: job.batchCode })}
      icon="close"
      kind="quiet"
    >
      {(close) => <DiscardForm job={job} onDone={close} />}
    </DialogButton>
  )
}

function DiscardForm({ job: { id, out }, onDone }: { job: PrintJob; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: undefined, commandId) =>
    call(discardFile, { params: { jobId: id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('file.discard.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text(out > 0 ? 'file.discard.taken' : 'file.discard.words')}</p>
    </OfficeForm>
  )
}
