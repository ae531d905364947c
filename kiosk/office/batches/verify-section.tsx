import { useState } from 'react'
import { useAbout } from '../../api/about.ts'
import { call } from '../../api/call.ts'
import {
  closeVerifyingReader,
  failCard,
  getCards,
  openVerifyingReader,
  verifyCard,
  type Batch,
  type BatchLife,
} from '../../api/cards.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getDrawer, getStations, simulate, type SimulateAction } from '../../api/stations.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Select } from '../../ui/select.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

type Reader = BatchLife['readers'][number]

/** Finished cards are read once more: by a scanner here, or on a reader of a station. */
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
        <ScanForm batchId={batch.id} />
        {reader ? <OpenReader batchId={batch.id} reader={reader} /> : <ChooseReader batchId={batch.id} />}
      </div>
    </Section>
  )
}

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

function ChooseReader({ batchId }: { batchId: string }) {
  const text = useText()
  const stations = useRead(getStations).data?.stations ?? []
  const readers = stations.flatMap(({ id, name, devices }) =>
    devices
      .filter(({ kind, mode }) => kind === 'nfc-reader' && mode === 'tap')
      .map((device) => ({ stationId: id, readerName: device.name, label: `${name} · ${device.name}` })),
  )
  const [chosen, setChosen] = useState<string>()
  const reader = readers.find(({ label }) => label === chosen) ?? readers[0]
  const command = useChange((body: Reader, commandId) =>
    call(openVerifyingReader, { params: { batchId }, body, commandId }),
  )
  if (!reader) return <p className="soft">{text('verify.no-reader')}</p>
  return (
    <div className="verify-reader">
      <Select
        label={text('verify.reader')}
        value={reader.label}
        onChange={setChosen}
        options={readers.map(({ label }) => ({ value: label, label }))}
      />
      <Button
        icon="tap"
        isPending={command.isPending}
        onPress={() => command.mutate({ stationId: reader.stationId, readerName: reader.readerName })}
      >
        {text('verify.reader.open')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </div>
  )
}

function OpenReader({ batchId, reader }: { batchId: string; reader: Reader }) {
  const text = useText()
  const isSimulated = useAbout().data?.simulated ?? false
  const command = useChange((_: void, commandId) =>
    call(closeVerifyingReader, { params: { batchId }, body: reader, commandId }),
  )
  return (
    <div className="verify-reader">
      <p>
        <strong>{text('verify.tap', { reader: reader.readerName })}</strong>
      </p>
      <p className="actions">
        {isSimulated ? <SimulatedTap batchId={batchId} reader={reader} /> : null}
        <Button kind="quiet" isPending={command.isPending} onPress={() => command.mutate()}>
          {text('verify.reader.close')}
        </Button>
      </p>
    </div>
  )
}

/** How long a hand holds a card to a reader. */
const heldMs = 900

/** Stands for a hand, where the devices are simulated: takes the batch's finished cards in turn. */
function SimulatedTap({ batchId, reader }: { batchId: string; reader: Reader }) {
  const text = useText()
  const { stationId, readerName } = reader
  const [turn, setTurn] = useState(0)
  const drawer = useRead(getDrawer, { params: { stationId } })
  const cards = useRead(getCards, { params: { batchId }, query: { limit: 200, state: 'encoded' } })
  const numbers = new Set(cards.data?.cards.map(({ cardNumber }) => cardNumber))
  const there = (drawer.data?.cards ?? []).filter(({ cardNumber }) => numbers.has(cardNumber ?? ''))
  const card = there[turn % Math.max(there.length, 1)]
  const command = useChange(async (actions: readonly SimulateAction[], _commandId: string) => {
    for (const [index, action] of actions.entries()) {
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, heldMs))
      await call(simulate, { params: { stationId }, body: { action } })
    }
  })
  if (!card) return null
  return (
    <Button
      icon="tap"
      isPending={command.isPending}
      onPress={() =>
        command.mutate(
          [
            { kind: 'put-card', uid: card.uid, reader: readerName },
            { kind: 'remove-card', reader: readerName },
          ],
          { onSuccess: () => setTurn(turn + 1) },
        )
      }
    >
      {text('verify.simulated')}
    </Button>
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
