import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getPrinters, reprintCard, type Reprint } from '../../api/printing.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { FilePages } from './file-pages.tsx'
import { TargetSelect } from './target-select.tsx'
import { asTarget, targetsOf } from './targets.ts'
import { useText } from './texts.ts'

/** Prints a card again: under a new number, because the old one dies first. */
export function ReprintDialog({ cardNumber }: { cardNumber: string }) {
  const text = useText()
  return (
    <DialogButton label={text('reprint.open')} title={text('reprint.title')} icon="printer" kind="quiet">
      {(close) => <ReprintForm cardNumber={cardNumber} onDone={close} />}
    </DialogButton>
  )
}

function ReprintForm({ cardNumber, onDone }: { cardNumber: string; onDone: () => void }) {
  const text = useText()
  const printers = useRead(getPrinters).data?.printers
  const [reason, setReason] = useState('')
  const [chosen, setTarget] = useState<string>()
  const [sheetPrinterId, setSheetPrinter] = useState<string>()
  const target = chosen ?? (printers ? targetsOf(printers)[0] : undefined)
  const command = useChange((body: Reprint, commandId) => call(reprintCard, { body, commandId }))
  return (
    <OfficeForm
      submit={text('reprint.submit')}
      command={command}
      isComplete={isWritten(reason) && target !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        target
          ? command.mutate(
              {
                ...asTarget(target),
                cardNumber,
                reason: reason.trim(),
                ...(target === 'file' && sheetPrinterId !== undefined ? { sheetPrinterId } : {}),
              },
              { onSuccess: onDone },
            )
          : undefined
      }
    >
      <p>{text('reprint.words', { number: cardNumber })}</p>
      <RequiredText label={text('reprint.reason')} value={reason} onChange={setReason} maxLength={200} />
      <TargetSelect printers={printers ?? []} value={target} onChange={setTarget} />
      {target === 'file' && printers ? (
        <FilePages
          printers={printers}
          sheetPrinterId={sheetPrinterId}
          onChange={(like) => setSheetPrinter(like?.id)}
        />
      ) : null}
      {target === 'file' ? <p className="soft">{text('reprint.file')}</p> : null}
    </OfficeForm>
  )
}
