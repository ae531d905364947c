import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  getPrinters,
  getPrintJobs,
  getPrintPlan,
  orderPrint,
  type NewPrintJob,
  type Printer,
} from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { DialogActions } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { FileFacts, FileLink } from './file-actions.tsx'
import { FilePages } from './file-pages.tsx'
import { JobProgress } from './job-progress.tsx'
import { PressSelect } from './press-select.tsx'
import { TargetSelect } from './target-select.tsx'
import { asTarget, targetsOf, type Target } from './targets.ts'
import { useText } from './texts.ts'
import './printing.css'

interface BatchToPrint {
  id: string
  code: string
}

/** Sends the cards of a batch to a printer, or to whichever is free. */
export function PrintBatchDialog({ batch }: { batch: BatchToPrint }) {
  const text = useText()
  return (
    <DialogButton label={text('print.open')} title={text('print.title', { code: batch.code })} icon="printer">
      {(close) => <PrintForm batch={batch} onDone={close} />}
    </DialogButton>
  )
}

function PrintForm({ batch, onDone }: { batch: BatchToPrint; onDone: () => void }) {
  const text = useText()
  const printers = useRead(getPrinters).data?.printers
  const [chosen, setTarget] = useState<string>()
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [sheetPrinterId, setSheetPrinter] = useState<string>()
  const [pressId, setPress] = useState<string>()
  const target = chosen ?? (printers ? targetsOf(printers)[0] : undefined)
  const isFile = target === 'file'
  const range = { ...position('from', from), ...position('to', to) }
  const plan = useRead(getPrintPlan, { query: { batchId: batch.id, ...range } }).data
  const command = useChange((body: NewPrintJob, commandId) => call(orderPrint, { body, commandId }))
  if (command.data && isFile)
    return <OrderedFile batchId={batch.id} jobId={command.data.id} onDone={onDone} />
  if (command.data) return <Ordered cards={command.data.cards} onDone={onDone} />
  const enough = target ? enoughOf(printers ?? [], asTarget(target)) : 0
  return (
    <OfficeForm
      submit={text(isFile ? 'print.submit.file' : 'print.submit')}
      command={command}
      isComplete={target !== undefined && plan !== undefined && plan.printable > 0}
      onCancel={onDone}
      onSubmit={() =>
        target
          ? command.mutate({
              ...asTarget(target),
              ...range,
              batchId: batch.id,
              ...(isFile && sheetPrinterId !== undefined ? { sheetPrinterId } : {}),
              ...(isFile && pressId !== undefined ? { colourProfileId: pressId } : {}),
            })
          : undefined
      }
    >
      <TargetSelect printers={printers ?? []} value={target} onChange={setTarget} />
      {isFile ? <p className="soft">{text('print.file.help')}</p> : null}
      {isFile && printers ? (
        <FilePages
          printers={printers}
          sheetPrinterId={sheetPrinterId}
          onChange={(like) => {
            setSheetPrinter(like?.id)
            setPress(like?.colourProfileId ?? undefined)
          }}
        />
      ) : null}
      {isFile ? <PressSelect profileId={pressId} onChange={setPress} /> : null}
      {printers?.length === 0 ? <p className="soft">{text('print.no-printer')}</p> : null}
      <div className="form-row">
        <TextField
          label={text('print.from')}
          value={from}
          onChange={setFrom}
          inputMode="numeric"
          maxLength={7}
        />
        <TextField label={text('print.to')} value={to} onChange={setTo} inputMode="numeric" maxLength={7} />
      </div>
      <p className="soft">{text('print.range.help')}</p>
      {plan ? (
        <output>
          {plan.printable > 0 ? text('print.plan', { count: plan.printable }) : text('print.nothing')}{' '}
          {plan.taken > 0 ? text('print.taken', { count: plan.taken }) : null}
        </output>
      ) : null}
      {plan && plan.unwritten > 0 ? (
        <Notice tone="caution" title={text('print.unwritten', { count: plan.unwritten })} />
      ) : null}
      {plan && !isFile && plan.printable > enough ? (
        <Notice tone="caution" title={text('print.short', { enough })} />
      ) : null}
    </OfficeForm>
  )
}

function Ordered({ cards, onDone }: { cards: number; onDone: () => void }) {
  const text = useText()
  return (
    <>
      <Notice tone="good" title={text('print.ordered', { count: cards })} />
      <DialogActions>
        <Link to="/printing" className="button primary">
          <span>{text('print.see')}</span>
        </Link>
        <Button onPress={onDone}>{text('print.close')}</Button>
      </DialogActions>
    </>
  )
}

/** The file while it is drawn, and the way to it as soon as it is there. */
function OrderedFile({ batchId, jobId, onDone }: { batchId: string; jobId: string; onDone: () => void }) {
  const text = useText()
  const jobs = useRead(getPrintJobs, { query: { batchId }, everyMs: 1_000 }).data?.jobs
  const job = jobs?.find(({ id }) => id === jobId)
  return (
    <>
      {job ? <JobProgress job={job} /> : null}
      {job?.file ? <FileFacts file={job.file} /> : null}
      <DialogActions>
        {job?.state === 'ready' ? <FileLink job={job} isPrimary /> : null}
        {job && job.state !== 'ready' ? (
          <Link to="/printing" className="button plain">
            <span>{text('print.see')}</span>
          </Link>
        ) : null}
        <Button onPress={onDone}>{text('print.close')}</Button>
      </DialogActions>
    </>
  )
}

const position = (name: 'from' | 'to', typed: string): Partial<Record<'from' | 'to', number>> =>
  /^\s*[1-9]\d{0,5}\s*$/.test(typed) ? { [name]: Number(typed) } : {}

/** Cards that the printers of a choice have blanks and ribbon for, together. */
const enoughOf = (printers: readonly Printer[], { kind, printerId }: Target): number =>
  printers
    .filter((printer) => printer.kind === kind && (printerId === undefined || printer.id === printerId))
    .reduce((sum, { supplies }) => sum + supplies.enoughFor, 0)
