import { cardChips } from '../../../server/cards/chip-schema.ts'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { failCard, verifyCard, type Batch, type BatchLife } from '../../api/cards.ts'
import { useChange } from '../../api/reading.ts'
import { Notice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'
import { ChooseReader, OpenReader } from './verifying-reader.tsx'

/** Finished cards are read once more, chip or stripe, on a reader of a station; what is printed proves neither. */
export function VerifySection({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const { required, verified, sample, failed } = life.verification
  const [reader] = life.readers
  return (
    <Section title={text('verify.title')} actions={<FailDialog batchId={batch.id} />}>
      <p className="soft">
        {text(sample === null ? 'verify.words.all' : 'verify.words.sample', { count: sample ?? 0 })}
      </p>
      <Progress label={text('verify.progress')} done={Math.min(verified, required)} total={required} />
      {failed > 0 ? <p className="soft">{text('verify.failed', { count: failed })}</p> : null}
      <div className="verify-ways">
        {showsNewAddress(batch) ? <ScanForm batchId={batch.id} /> : null}
        {reader ? <OpenReader batch={batch} reader={reader} /> : <ChooseReader batch={batch} />}
      </div>
    </Section>
  )
}

/** An address that is another one at each tap proves the chip, whoever read it. */
const showsNewAddress = ({ chip }: Pick<Batch, 'chip'>) => cardChips[chip].says === 'fresh-message'

/** For a reader that types what the chip says, as a keyboard does. */
function ScanForm({ batchId }: { batchId: string }) {
  const text = useText()
  const [scanned, setScanned] = useState('')
  const command = useChange((body: { text: string }, commandId) =>
    call(verifyCard, { params: { batchId }, body, commandId }),
  )
  return (
    <div>
      <OfficeForm
        submit={text('verify.scan.submit')}
        command={command}
        isComplete={isWritten(scanned)}
        onSubmit={() => command.mutate({ text: scanned.trim() }, { onSuccess: () => setScanned('') })}
      >
        <RequiredText
          label={text('verify.scan')}
          help={text('verify.scan.help')}
          value={scanned}
          onChange={setScanned}
          maxLength={500}
        />
      </OfficeForm>
      {command.data ? (
        <Notice tone="good" title={text('verify.good', { position: command.data.position })} />
      ) : null}
    </div>
  )
}

function FailDialog({ batchId }: { batchId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('verify.fail')} title={text('verify.fail.title')} icon="close">
      {(close) => <FailForm batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

function FailForm({ batchId, onDone }: { batchId: string; onDone: () => void }) {
  const text = useText()
  const [number, setNumber] = useState('')
  const [reason, setReason] = useState('')
  const cardNumber = number.replaceAll(/\D/g, '')
  const isNumber = /^9156[0-9]{12}$/.test(cardNumber)
  const command = useChange((body: { cardNumber: string; reason: string }, commandId) =>
    call(failCard, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('verify.fail.submit')}
      command={command}
      isComplete={isNumber && isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ cardNumber, reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('verify.fail.words')}</p>
      <RequiredText
        label={text('cards.number')}
        value={number}
        onChange={setNumber}
        maxLength={30}
        wrongWhenSent={isNumber ? undefined : text('verify.fail.number')}
      />
      <RequiredText label={text('spoil.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
