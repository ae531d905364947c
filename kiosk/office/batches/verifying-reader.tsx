import { useState } from 'react'
import { useAbout } from '../../api/about.ts'
import { call } from '../../api/call.ts'
import {
  closeVerifyingReader,
  getCards,
  openVerifyingReader,
  type Batch,
  type BatchLife,
} from '../../api/cards.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { getDrawer, getStations, simulate, type SimulateAction } from '../../api/stations.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { useText } from './texts.ts'

type Reader = BatchLife['readers'][number]

/** Which reader is to verify: one that reports taps, or swipes where the cards have nothing but a stripe. */
export function ChooseReader({ batch: { id: batchId, chip } }: { batch: Batch }) {
  const text = useText()
  const stations = useRead(getStations).data?.stations ?? []
  const isStripeOnly = chip === 'stripe-only'
  const wanted = isStripeOnly ? 'magnetic' : 'nfc-reader'
  const readers = stations.flatMap(({ id, name, devices }) =>
    devices
      .filter(({ kind, mode }) => kind === wanted && mode === 'tap')
      .map((device) => ({ stationId: id, readerName: device.name, label: `${name} · ${device.name}` })),
  )
  const [chosen, setChosen] = useState<string>()
  const reader = readers.find(({ label }) => label === chosen) ?? readers[0]
  const command = useChange((body: Reader, commandId) =>
    call(openVerifyingReader, { params: { batchId }, body, commandId }),
  )
  if (!reader)
    return <p className="soft">{text(isStripeOnly ? 'verify.no-swipe-reader' : 'verify.no-reader')}</p>
  return (
    <div className="verify-reader">
      <Select
        label={text('verify.reader')}
        value={reader.label}
        onChange={setChosen}
        options={readers.map(({ label }) => ({ value: label, label }))}
      />
      <Button
        icon={isStripeOnly ? 'swipe' : 'tap'}
        isPending={command.isPending}
        onPress={() => command.mutate({ stationId: reader.stationId, readerName: reader.readerName })}
      >
        {text(isStripeOnly ? 'verify.reader.open-swipe' : 'verify.reader.open')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </div>
  )
}

export function OpenReader({ batch, reader }: { batch: Batch; reader: Reader }) {
  const text = useText()
  const isSimulated = useAbout().data?.simulated ?? false
  const command = useChange((_: void, commandId) =>
    call(closeVerifyingReader, { params: { batchId: batch.id }, body: reader, commandId }),
  )
  return (
    <div className="verify-reader">
      <p>
        <strong>
          {text(batch.chip === 'stripe-only' ? 'verify.swipe' : 'verify.tap', { reader: reader.readerName })}
        </strong>
      </p>
      <p className="actions">
        {isSimulated ? <SimulatedHand batch={batch} reader={reader} /> : null}
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
function SimulatedHand({ batch, reader }: { batch: Batch; reader: Reader }) {
  const text = useText()
  const { stationId, readerName } = reader
  const isStripeOnly = batch.chip === 'stripe-only'
  const [turn, setTurn] = useState(0)
  const drawer = useRead(getDrawer, { params: { stationId } })
  const cards = useRead(getCards, { params: { batchId: batch.id }, query: { limit: 200, state: 'encoded' } })
  const numbers = new Set(cards.data?.cards.map(({ cardNumber }) => cardNumber))
  const there = (drawer.data?.cards ?? []).filter(({ cardNumber, tracks }) =>
    numbers.has(cardNumber ?? tracks.track2?.slice(0, 16) ?? ''),
  )
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
      icon={isStripeOnly ? 'swipe' : 'tap'}
      isPending={command.isPending}
      onPress={() =>
        command.mutate(
          isStripeOnly
            ? [{ kind: 'swipe', uid: card.uid, device: readerName }]
            : [
                { kind: 'put-card', uid: card.uid, reader: readerName },
                { kind: 'remove-card', reader: readerName },
              ],
          { onSuccess: () => setTurn(turn + 1) },
        )
      }
    >
      {text(isStripeOnly ? 'verify.simulated-swipe' : 'verify.simulated')}
    </Button>
  )
}
