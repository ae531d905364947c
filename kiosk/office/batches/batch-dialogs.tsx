import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  closeBatch,
  countBlanks,
  moveBlanks,
  takeCardsBack,
  type CloseBatch,
  type MoveBlanks,
  type MoveCards,
} from '../../api/cards.ts'
import { getPlaces } from '../../api/places.ts'
import { Problem } from '../../api/problem.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { Choice } from '../../ui/choice.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { useText } from './texts.ts'

type Done = { batchId: string; onDone: () => void }

export function BlanksDialog({ batchId }: { batchId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('blanks.open')} title={text('blanks.title')} icon="box">
      {(close) => <BlanksForm batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

const kinds = ['received', 'returned', 'spoiled'] as const

function BlanksForm({ batchId, onDone }: Done) {
  const text = useText()
  const [kind, setKind] = useState<MoveBlanks['kind']>('received')
  const [quantity, setQuantity] = useState<number>()
  const [reason, setReason] = useState('')
  const command = useChange((body: MoveBlanks, commandId) =>
    call(moveBlanks, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('blanks.submit')}
      command={command}
      isComplete={quantity !== undefined && isWritten(reason)}
      onCancel={onDone}
      onSubmit={() =>
        quantity === undefined
          ? undefined
          : command.mutate({ kind, quantity, reason: reason.trim() }, { onSuccess: onDone })
      }
    >
      <Choice
        label={text('blanks.kind')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: text(`blanks.${value}`) }))}
      />
      <NumberField
        label={text('blanks.quantity')}
        value={quantity}
        min={1}
        max={20_000}
        onChange={setQuantity}
      />
      <RequiredText label={text('blanks.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}

export function CloseDialog({ batchId }: { batchId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('close.open')} title={text('close.title')} icon="lock">
      {(close) => <CloseForm batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

function CloseForm({ batchId, onDone }: Done) {
  const text = useText()
  const [countedOnHand, setBlanks] = useState<number>()
  const [countedFinished, setFinished] = useState<number>()
  const command = useChange((body: CloseBatch, commandId) =>
    call(closeBatch, { params: { batchId }, body, commandId }),
  )
  const content =
    countedOnHand === undefined || countedFinished === undefined
      ? undefined
      : { countedOnHand, countedFinished }
  return (
    <OfficeForm
      submit={text('close.submit')}
      command={command}
      isComplete={content !== undefined}
      onCancel={onDone}
      onSubmit={() => (content ? command.mutate(content, { onSuccess: onDone }) : undefined)}
    >
      <p>{text('close.words')}</p>
      <NumberField
        label={text('close.counted')}
        value={countedOnHand}
        min={0}
        max={1_000_000}
        onChange={setBlanks}
      />
      <NumberField
        label={text('close.finished')}
        help={text('close.finished.help')}
        value={countedFinished}
        min={0}
        max={1_000_000}
        onChange={setFinished}
      />
      <MissingWhere problem={command.error} />
    </OfficeForm>
  )
}

/** Says in figures what the refusal says in words: which step has lost something. */
function MissingWhere({ problem }: { problem: unknown }) {
  const text = useText()
  if (!(problem instanceof Problem)) return null
  const figure = (name: string) => problem.details[name] ?? 0
  const figures = {
    received: figure('received'),
    issued: figure('issued'),
    spoiled: figure('spoiled'),
    returned: figure('returned'),
    expected: figure('expected'),
    counted: figure('counted'),
    difference: figure('difference'),
  }
  if (problem.code === 'batch-unbalanced') return <p>{text('close.missing.blanks', figures)}</p>
  if (problem.code === 'finished-unbalanced') return <p>{text('close.missing.finished', figures)}</p>
  return null
}

export function CountDialog({ batchId }: { batchId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('count.open')} title={text('count.title')} icon="pen">
      {(close) => <CountForm batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

function CountForm({ batchId, onDone }: Done) {
  const text = useText()
  const [counted, setCounted] = useState<number>()
  const [reason, setReason] = useState('')
  const command = useChange((body: { counted: number; reason?: string }, commandId) =>
    call(countBlanks, { params: { batchId }, body, commandId }),
  )
  const differs = command.error instanceof Problem && command.error.code === 'blank-count-differs'
  return (
    <OfficeForm
      submit={text('count.submit')}
      command={command}
      isComplete={counted !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        counted === undefined
          ? undefined
          : command.mutate(
              { counted, ...(isWritten(reason) ? { reason: reason.trim() } : {}) },
              { onSuccess: onDone },
            )
      }
    >
      <p>{text('count.words')}</p>
      <NumberField
        label={text('close.counted')}
        value={counted}
        min={0}
        max={1_000_000}
        onChange={setCounted}
      />
      {differs ? (
        <RequiredText label={text('count.reason')} value={reason} onChange={setReason} maxLength={200} />
      ) : null}
    </OfficeForm>
  )
}

export function BringBackDialog({ batchId }: { batchId: string }) {
  const text = useText()
  return (
    <DialogButton label={text('back.open')} title={text('back.title')} icon="back">
      {(close) => <BringBackForm batchId={batchId} onDone={close} />}
    </DialogButton>
  )
}

function BringBackForm({ batchId, onDone }: Done) {
  const text = useText()
  const places = useRead(getPlaces)
  const [placeId, setPlaceId] = useState<string>()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: MoveCards, commandId) =>
    call(takeCardsBack, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('back.submit')}
      command={command}
      isComplete={placeId !== undefined && quantity !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        placeId === undefined || quantity === undefined
          ? undefined
          : command.mutate({ placeId, quantity }, { onSuccess: onDone })
      }
    >
      <RequiredSelect
        label={text('back.place')}
        value={placeId}
        onChange={setPlaceId}
        options={(places.data?.places ?? [])
          .filter(({ kind }) => kind !== 'store-room')
          .map(({ id, name }) => ({ value: id, label: name }))}
      />
      <NumberField
        label={text('back.quantity')}
        value={quantity}
        min={1}
        max={10_000}
        onChange={setQuantity}
      />
    </OfficeForm>
  )
}
