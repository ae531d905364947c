import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../../api/call.ts'
import { getBatches } from '../../api/cards.ts'
import { stockBooth, type Booth, type Drive, type NewAllocation } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useName } from '../../i18n/names.ts'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { useDesignName } from '../batches/design-name.ts'
import { DialogButton } from '../dialog-button.tsx'
import { NumberField } from '../fields.tsx'
import { useStock } from '../gifts/use-stock.ts'
import { OfficeForm, useTried } from '../office-form.tsx'
import { useText } from './texts.ts'

export function StockDialog({ booth, drive }: { booth: Booth; drive: Drive }) {
  const text = useText()
  return (
    <DialogButton label={text('stock.open')} title={text('stock.title', { name: booth.name })} icon="box">
      {(close) => <StockForm booth={booth} drive={drive} onDone={close} />}
    </DialogButton>
  )
}

function NothingYet({ isNothing }: { isNothing: boolean }) {
  const text = useText()
  const tried = useTried()
  return tried && isNothing ? <Notice tone="caution" title={text('stock.nothing')} /> : null
}

const noBatch = ''
const most = 10_000

/** A drive's booths take the cards of its programme and, where its plan names one, of its design. */
const isPlanned = (
  { programmeId, cardDesign }: Drive,
  batch: { programmeId: string; design: string },
): boolean => batch.programmeId === programmeId && (cardDesign === null || cardDesign === batch.design)

function StockForm({ booth, drive, onDone }: { booth: Booth; drive: Drive; onDone: () => void }) {
  const text = useText()
  const nameOf = useName()
  const designName = useDesignName()
  const { places, onHand } = useStock()
  const ready = (useRead(getBatches).data?.batches ?? []).filter(({ cards }) => cards.ready > 0)
  const batches = ready.filter((batch) => isPlanned(drive, batch))
  const rooms = places.filter(({ kind }) => kind === 'store-room')
  const [chosenBatch, setBatch] = useState<string>()
  const [chosenRoom, setRoom] = useState<string>()
  const [cards, setCards] = useState<number | undefined>(0)
  const [pieces, setPieces] = useState<Readonly<Record<string, number | undefined>>>({})
  const batchId = chosenBatch ?? batches[0]?.id ?? noBatch
  const room = chosenRoom ?? rooms[0]?.id
  const command = useChange((body: NewAllocation, commandId) =>
    call(stockBooth, { params: { boothId: booth.id }, body, commandId }),
  )
  const quantityOf = (giftId: string) => (giftId in pieces ? pieces[giftId] : 0)
  const areNumbers =
    cards !== undefined && drive.gifts.every(({ giftId }) => quantityOf(giftId) !== undefined)
  const allocation: NewAllocation = {
    cards: cards && batchId !== noBatch ? [{ batchId, quantity: cards }] : [],
    gifts: drive.gifts.flatMap(({ giftId }) => {
      const quantity = quantityOf(giftId)
      return quantity && room ? [{ giftId, fromPlaceId: room, quantity }] : []
    }),
  }
  return (
    <OfficeForm
      submit={text('stock.submit')}
      command={command}
      isComplete={areNumbers && allocation.cards.length + allocation.gifts.length > 0}
      onCancel={onDone}
      onSubmit={() => command.mutate(allocation, { onSuccess: onDone })}
    >
      <p>{text('stock.words')}</p>
      <NothingYet isNothing={allocation.cards.length + allocation.gifts.length === 0} />
      <Select
        label={text('stock.batch')}
        value={batchId}
        onChange={setBatch}
        options={[
          ...batches.map(({ id, code, design, cards: { ready } }) => ({
            value: id,
            label: text('stock.batch.option', { code, design: designName(design), ready }),
          })),
          { value: noBatch, label: text('stock.no-cards') },
        ]}
      />
      {batches.length < ready.length ? (
        <p className="soft">
          {drive.cardDesign === null
            ? text('stock.others.programme')
            : text('stock.others', { design: designName(drive.cardDesign) })}
        </p>
      ) : null}
      {batchId === noBatch ? null : (
        <NumberField label={text('stock.cards')} value={cards} min={0} max={most} onChange={setCards} />
      )}
      {rooms.length === 0 ? (
        <p>
          {text('stock.no-rooms')} <Link to="/settings">{text('new.go-settings')}</Link>
        </p>
      ) : (
        <Select
          label={text('stock.from')}
          value={room}
          onChange={setRoom}
          options={rooms.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {room
        ? drive.gifts.map((gift) => (
            <NumberField
              key={gift.giftId}
              label={text('stock.gift', { name: nameOf(gift), stock: onHand(room, gift.giftId) })}
              value={quantityOf(gift.giftId)}
              min={0}
              max={most}
              onChange={(quantity) => setPieces({ ...pieces, [gift.giftId]: quantity })}
            />
          ))
        : null}
    </OfficeForm>
  )
}
