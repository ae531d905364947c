import { useState } from 'react'
import { call } from '../../api/call.ts'
import {
  openBox,
  sealBox,
  sendBox,
  sendCards,
  type Batch,
  type BatchLife,
  type CardBox,
} from '../../api/cards.ts'
import { getPlaces } from '../../api/places.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { isWritten, NumberField, RequiredSelect, RequiredText } from '../fields.tsx'
import { OfficeForm } from '../office-form.tsx'
import { carriers, desk } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { useText } from './texts.ts'

/** Sealed boxes and the loose finished cards, and what one can do with them. */
export function BoxesSection({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const isDesk = useMay(desk) && batch.state !== 'closed'
  const mayCarry = useMay(carriers)
  const { ready } = batch.cards
  return (
    <Section
      title={text('boxes.title')}
      actions={
        ready > 0 ? (
          <>
            {isDesk ? <SealDialog batchId={batch.id} ready={ready} /> : null}
            {mayCarry ? <SendDialog batchId={batch.id} ready={ready} /> : null}
          </>
        ) : null
      }
    >
      <p className="soft">{text('boxes.words', { count: ready })}</p>
      {life.boxes.length > 0 ? <BoxTable boxes={life.boxes} isDesk={isDesk} mayCarry={mayCarry} /> : null}
    </Section>
  )
}

function BoxTable({
  boxes,
  isDesk,
  mayCarry,
}: {
  boxes: readonly CardBox[]
  isDesk: boolean
  mayCarry: boolean
}) {
  const text = useText()
  return (
    <Table
      caption={text('boxes.caption')}
      rows={boxes}
      keyOf={({ id }) => id}
      columns={[
        { title: text('boxes.code'), cell: ({ code }) => <code>{code}</code> },
        { title: text('boxes.quantity'), isNumber: true, cell: ({ quantity }) => quantity },
        {
          title: text('boxes.range'),
          cell: ({ firstPosition, lastPosition }) =>
            text('range', { first: firstPosition, last: lastPosition }),
        },
        {
          title: text('boxes.sealed'),
          cell: ({ sealedBy, sealedAt }) => (
            <>
              {sealedBy} · <DateTime at={sealedAt} />
            </>
          ),
        },
        { title: text('boxes.where'), cell: (box) => <BoxPlace box={box} /> },
        {
          title: text('cards.do'),
          cell: (box) =>
            isWhole(box) ? (
              <span className="actions">
                {mayCarry ? <SendBoxDialog box={box} /> : null}
                {isDesk ? <OpenBoxDialog box={box} /> : null}
              </span>
            ) : null,
        },
      ]}
    />
  )
}

const isWhole = ({ openedAt, inOffice, quantity }: CardBox) => openedAt === null && inOffice === quantity

function BoxPlace({ box }: { box: CardBox }) {
  const text = useText()
  if (box.openedAt !== null)
    return (
      <Badge tone="plain" icon="box">
        {text('boxes.opened', { name: box.openedBy ?? '' })}
      </Badge>
    )
  if (box.onTheWay > 0)
    return (
      <Badge tone="caution" icon="clock">
        {text('boxes.way')}
      </Badge>
    )
  if (box.inOffice === box.quantity)
    return (
      <Badge tone="good" icon="check">
        {text('boxes.here')}
      </Badge>
    )
  return <>{text('boxes.gone', { here: box.atPlaces, given: box.handedOver })}</>
}

function SealDialog({ batchId, ready }: { batchId: string; ready: number }) {
  const text = useText()
  return (
    <DialogButton label={text('seal.open')} title={text('seal.open')} icon="box">
      {(close) => <SealForm batchId={batchId} ready={ready} onDone={close} />}
    </DialogButton>
  )
}

interface LooseProps {
  batchId: string
  ready: number
  onDone: () => void
}

function SealForm({ batchId, ready, onDone }: LooseProps) {
  const text = useText()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: { quantity: number }, commandId) =>
    call(sealBox, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('seal.submit')}
      command={command}
      isComplete={quantity !== undefined}
      onCancel={onDone}
      onSubmit={() => (quantity ? command.mutate({ quantity }, { onSuccess: onDone }) : undefined)}
    >
      <p>{text('seal.words')}</p>
      <NumberField
        label={text('seal.quantity')}
        value={quantity}
        min={1}
        max={ready}
        onChange={setQuantity}
      />
    </OfficeForm>
  )
}

/** Places other than store rooms: cards lie where they are handed out. */
function PlaceField({ value, onChange }: { value: string | undefined; onChange: (id: string) => void }) {
  const text = useText()
  const places = useRead(getPlaces)
  return (
    <RequiredSelect
      label={text('send.place')}
      value={value}
      onChange={onChange}
      options={(places.data?.places ?? [])
        .filter(({ kind }) => kind !== 'store-room')
        .map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function SendDialog({ batchId, ready }: { batchId: string; ready: number }) {
  const text = useText()
  return (
    <DialogButton label={text('send.open')} title={text('send.open')} icon="arrow">
      {(close) => <SendForm batchId={batchId} ready={ready} onDone={close} />}
    </DialogButton>
  )
}

function SendForm({ batchId, ready, onDone }: LooseProps) {
  const text = useText()
  const [placeId, setPlace] = useState<string>()
  const [quantity, setQuantity] = useState<number>()
  const command = useChange((body: { placeId: string; quantity: number }, commandId) =>
    call(sendCards, { params: { batchId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('send.submit')}
      command={command}
      isComplete={placeId !== undefined && quantity !== undefined}
      onCancel={onDone}
      onSubmit={() =>
        placeId && quantity ? command.mutate({ placeId, quantity }, { onSuccess: onDone }) : undefined
      }
    >
      <p>{text('send.words')}</p>
      <PlaceField value={placeId} onChange={setPlace} />
      <NumberField
        label={text('back.quantity')}
        value={quantity}
        min={1}
        max={ready}
        onChange={setQuantity}
      />
    </OfficeForm>
  )
}

function SendBoxDialog({ box }: { box: CardBox }) {
  const text = useText()
  return (
    <DialogButton label={text('send.box')} title={text('send.box.title', { code: box.code })} kind="quiet">
      {(close) => <SendBoxForm boxId={box.id} onDone={close} />}
    </DialogButton>
  )
}

function SendBoxForm({ boxId, onDone }: { boxId: string; onDone: () => void }) {
  const text = useText()
  const [placeId, setPlace] = useState<string>()
  const command = useChange((body: { placeId: string }, commandId) =>
    call(sendBox, { params: { boxId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('send.submit')}
      command={command}
      isComplete={placeId !== undefined}
      onCancel={onDone}
      onSubmit={() => (placeId ? command.mutate({ placeId }, { onSuccess: onDone }) : undefined)}
    >
      <p>{text('send.words')}</p>
      <PlaceField value={placeId} onChange={setPlace} />
    </OfficeForm>
  )
}

function OpenBoxDialog({ box }: { box: CardBox }) {
  const text = useText()
  return (
    <DialogButton label={text('open.open')} title={text('open.title', { code: box.code })} kind="quiet">
      {(close) => <OpenBoxForm boxId={box.id} onDone={close} />}
    </DialogButton>
  )
}

function OpenBoxForm({ boxId, onDone }: { boxId: string; onDone: () => void }) {
  const text = useText()
  const [reason, setReason] = useState('')
  const command = useChange((body: { reason: string }, commandId) =>
    call(openBox, { params: { boxId }, body, commandId }),
  )
  return (
    <OfficeForm
      submit={text('open.submit')}
      command={command}
      isComplete={isWritten(reason)}
      onCancel={onDone}
      onSubmit={() => command.mutate({ reason: reason.trim() }, { onSuccess: onDone })}
    >
      <p>{text('open.words')}</p>
      <RequiredText label={text('open.reason')} value={reason} onChange={setReason} maxLength={200} />
    </OfficeForm>
  )
}
