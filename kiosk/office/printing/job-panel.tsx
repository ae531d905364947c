import { call } from '../../api/call.ts'
import { cancelPrint, movePrintUp, pausePrint, resumePrint, type PrintJob } from '../../api/printing.ts'
import { useChange } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { CountDialog } from './count-dialog.tsx'
import { DiscardDialog, FileFacts, FileLink } from './file-actions.tsx'
import { sheetFacts } from './file-pages.tsx'
import { JobProgress } from './job-progress.tsx'
import { JobState } from './job-state.tsx'
import { useText } from './texts.ts'
import { useTroubleWords } from './trouble-words.ts'

/** A job: how far it is, how fast, what holds it up, and what can be done with it. */
export function JobPanel({ job, isFirst }: { job: PrintJob; isFirst: boolean }) {
  const text = useText()
  const words = useTroubleWords()
  const isDesk = useMay(desk)
  return (
    <article className="print-job" aria-label={text('job.name', { code: job.batchCode })}>
      <div className="print-job-head">
        <div>
          <h3>{text('job.name', { code: job.batchCode })}</h3>
          <p className="badges">
            <JobState job={job} />
            <JobRange job={job} />
            <span className="soft">
              <Where job={job} />
            </span>
            <span className="soft">
              {text('job.by', { person: job.orderedBy })} <DateTime at={job.orderedAt} />
            </span>
          </p>
        </div>
        {isDesk ? <JobActions job={job} isFirst={isFirst} /> : null}
      </div>
      {job.state === 'ready' ? null : <JobProgress job={job} />}
      {job.file ? <FileFacts file={job.file} /> : null}
      {job.at.length > 0 ? (
        <ul className="print-at">
          {job.at.map(({ chunk, printer, cards, reported, trouble }) => (
            <li key={chunk}>
              <Icon name={trouble ? 'alert' : 'printer'} />{' '}
              {text('job.at', { printer, count: cards, reported })}
              {trouble ? <strong> {words(trouble)}</strong> : null}
            </li>
          ))}
        </ul>
      ) : null}
      {job.trouble ? <Notice tone="bad" title={words(job.trouble)} /> : null}
      {job.toCount.map((part) => (
        <Notice
          key={part.chunk}
          tone="caution"
          title={text('count.notice', { printer: part.printer })}
          saved={part.trouble ? words(part.trouble) : undefined}
          todo={text('count.todo', { count: part.cardNumbers.length })}
        >
          {isDesk ? <CountDialog jobId={job.id} part={part} /> : null}
        </Notice>
      ))}
    </article>
  )
}

function Where({ job: { printer, kind, file } }: { job: PrintJob }) {
  const text = useText()
  if (printer) return text('job.on', { printer })
  return file?.sheet ? text('job.sheets', sheetFacts(file.sheet)) : text(`job.pool.${kind}`)
}

function JobRange({ job: { firstPosition, lastPosition } }: { job: PrintJob }) {
  const text = useText()
  const { number } = useFormats()
  if (firstPosition === null || lastPosition === null) return null
  const [first, last] = [number(firstPosition), number(lastPosition)]
  return <span>{first === last ? text('job.card', { first }) : text('job.range', { first, last })}</span>
}

function JobActions({ job, isFirst }: { job: PrintJob; isFirst: boolean }) {
  const text = useText()
  const isReady = job.state === 'ready'
  const params = { jobId: job.id }
  const pause = useChange((_: undefined, commandId) => call(pausePrint, { params, commandId }))
  const resume = useChange((_: undefined, commandId) => call(resumePrint, { params, commandId }))
  const up = useChange((_: undefined, commandId) => call(movePrintUp, { params, commandId }))
  const failed = [pause, resume, up].find(({ isError }) => isError)
  const mayPause = (job.state === 'queued' || job.state === 'printing') && !job.isCancelling
  const mayResume = (job.state === 'paused' || job.state === 'stopped') && job.toCount.length === 0
  return (
    <div className="print-job-actions">
      <div className="actions">
        {isReady ? <FileLink job={job} /> : null}
        {isReady ? <DiscardDialog job={job} /> : null}
        {isFirst || isReady ? null : (
          <Button icon="up" kind="quiet" isPending={up.isPending} onPress={() => up.mutate(undefined)}>
            {text('job.up')}
          </Button>
        )}
        {mayPause ? (
          <Button icon="pause" isPending={pause.isPending} onPress={() => pause.mutate(undefined)}>
            {text('job.pause')}
          </Button>
        ) : null}
        {mayResume && !job.isCancelling ? (
          <Button icon="play" isPending={resume.isPending} onPress={() => resume.mutate(undefined)}>
            {text('job.resume')}
          </Button>
        ) : null}
        {job.isCancelling || isReady ? null : <CancelDialog job={job} />}
      </div>
      {failed ? <ProblemNotice problem={failed.error} /> : null}
    </div>
  )
}

function CancelDialog({ job }: { job: PrintJob }) {
  const text = useText()
  return (
    <DialogButton
      label={text('job.cancel')}
      title={text('job.cancel.title', { code: job.batchCode })}
      icon="close"
      kind="quiet"
    >
      {(close) => <CancelForm job={job} onDone={close} />}
    </DialogButton>
  )
}

function CancelForm({ job, onDone }: { job: PrintJob; onDone: () => void }) {
  const text = useText()
  const command = useChange((_: undefined, commandId) =>
    call(cancelPrint, { params: { jobId: job.id }, commandId }),
  )
  return (
    <OfficeForm
      submit={text('job.cancel.submit')}
      command={command}
      isComplete
      onCancel={onDone}
      onSubmit={() => command.mutate(undefined, { onSuccess: onDone })}
    >
      <p>{text('job.cancel.words')}</p>
    </OfficeForm>
  )
}
