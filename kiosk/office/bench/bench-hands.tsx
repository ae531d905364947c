import { useState } from 'react'
import { call } from '../../api/call.ts'
import { useRead, useChange } from '../../api/reading.ts'
import { getDrawer, simulate, type SimulateAction, type StationDevice } from '../../api/stations.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { BlankSelect, type Blank } from '../blank-select.tsx'
import { useText } from './texts.ts'
import './bench.css'

/** The drawer of a long day holds thousands; the last ones are those that somebody wants to see. */
const SHOWN = 30

/** What hands do with the cards of a simulated station's drawer. */
export function BenchHands({ stationId, device }: { stationId: string; device: StationDevice }) {
  const text = useText()
  const drawer = useRead(getDrawer, { params: { stationId } })
  const [blank, setBlank] = useState<Blank>('ntag424-dna')
  const [chosen, setChosen] = useState<string>()
  const command = useChange((action: SimulateAction) =>
    call(simulate, { params: { stationId }, body: { action } }),
  )
  const cards = (drawer.data?.cards ?? []).slice(-SHOWN).toReversed()
  const uid = cards.some((card) => card.uid === chosen) ? chosen : cards[0]?.uid
  const { name } = device
  return (
    <section className="bench-hands" aria-label={text('hands.title')}>
      <h3>{text('hands.title')}</h3>
      <p className="soft">{text('hands.words')}</p>
      {device.kind === 'nfc-reader' ? (
        <div className="bench-row">
          <BlankSelect value={blank} onChange={setBlank} />
          <Button
            icon="card"
            isPending={command.isPending}
            onPress={() => command.mutate({ kind: 'take-blank', chip: blank, reader: name })}
          >
            {text('hands.take')}
          </Button>
          <Button onPress={() => command.mutate({ kind: 'remove-card', reader: name })}>
            {text('hands.remove')}
          </Button>
        </div>
      ) : null}
      {uid === undefined ? null : (
        <div className="bench-row">
          <Select
            label={text('hands.card')}
            value={uid}
            onChange={setChosen}
            options={cards.map((card) => ({
              value: card.uid,
              label: card.cardNumber ?? text('hands.card.blank', { uid: card.uid }),
            }))}
          />
          {device.kind === 'nfc-reader' ? (
            <Button icon="tap" onPress={() => command.mutate({ kind: 'put-card', uid, reader: name })}>
              {text('hands.put')}
            </Button>
          ) : (
            <Button icon="swipe" onPress={() => command.mutate({ kind: 'swipe', uid, device: name })}>
              {text('hands.swipe')}
            </Button>
          )}
        </div>
      )}
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </section>
  )
}
