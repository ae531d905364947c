import { useState } from 'react'
import { call } from '../api/call.ts'
import type { KioskState } from '../api/kiosks.ts'
import { useChange, useRead } from '../api/reading.ts'
import { getDrawer, simulate, type DrawerCard, type SimulateAction } from '../api/stations.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useText } from './texts.ts'
import './simulated-strip.css'

const SHOWN = 24

interface SimulatedStripProps {
  devices: NonNullable<KioskState['simulated']>
  onScan: (text: string) => void
}

/** Hands for the simulated reader and stripe; exists in simulated mode only, outside the member's space. */
export function SimulatedStrip({ devices, onScan }: SimulatedStripProps) {
  const text = useText()
  const { stationId, readerName: reader, stripeName: device } = devices
  const drawer = useRead(getDrawer, { params: { stationId }, everyMs: 10_000 })
  const move = useChange((action: SimulateAction, commandId) =>
    call(simulate, { params: { stationId }, body: { action }, commandId }),
  )
  const [uid, setUid] = useState('')
  const cards = (drawer.data?.cards ?? []).filter(isEncoded).slice(0, SHOWN)
  const card = cards.find((each) => each.uid === uid) ?? cards[0]
  const lying = drawer.data?.cards.find((each) => each.reader === reader)
  const problem = move.error ?? drawer.error

  return (
    <aside className="strip" aria-label={text('strip.title')}>
      <p className="strip-title">{text('strip.title')}</p>
      {problem ? <ProblemNotice problem={problem} /> : null}
      {card ? (
        <>
          <Choice
            label={text('strip.card')}
            value={card.uid}
            options={cards.map(({ uid, cardNumber }) => ({ value: uid, label: `…${cardNumber.slice(-4)}` }))}
            onChange={setUid}
          />
          <div className="strip-actions">
            {lying ? (
              <Button icon="tap" onPress={() => move.mutate({ kind: 'remove-card', reader })}>
                {text('strip.take')}
              </Button>
            ) : (
              <Button icon="tap" onPress={() => move.mutate({ kind: 'put-card', uid: card.uid, reader })}>
                {text('strip.tap')}
              </Button>
            )}
            <Button icon="swipe" onPress={() => move.mutate({ kind: 'swipe', uid: card.uid, device })}>
              {text('strip.swipe')}
            </Button>
            <Button icon="scan" onPress={() => onScan(card.cardNumber)}>
              {text('strip.scan')}
            </Button>
          </div>
        </>
      ) : (
        <p>{text('strip.empty')}</p>
      )}
      <p className="soft">{text('strip.codes')}</p>
    </aside>
  )
}

const isEncoded = (card: DrawerCard): card is DrawerCard & { cardNumber: string } =>
  card.cardNumber !== undefined
