import { useState } from 'react'
import { useAbout } from '../api/about.ts'
import { call } from '../api/call.ts'
import type { BoothDesk } from '../api/drives.ts'
import { useChange, useRead } from '../api/reading.ts'
import { getDrawer, simulate, type DrawerCard, type SimulateAction } from '../api/stations.ts'
import { Button } from '../ui/button.tsx'
import { CardNumber } from '../ui/card-number.tsx'
import { ProblemNotice } from '../ui/notice.tsx'
import { useText } from './texts.ts'
import './simulated-hands.css'

/** How long a hand holds a card to a reader. */
const heldMs = 900

/** Stands for hands and cards where the devices are simulated; says so, and is absent otherwise. */
export function SimulatedHands({ desk, given }: { desk: BoothDesk; given: ReadonlySet<string> }) {
  const about = useAbout()
  return about.data?.simulated ? <Hands reader={desk.booth.reader} given={given} /> : null
}

interface HandsProps {
  reader: BoothDesk['booth']['reader']
  /** cards that nobody would take from the drawer again */
  given: ReadonlySet<string>
}

function Hands({ reader, given }: HandsProps) {
  const text = useText()
  return (
    <section className="hands" aria-labelledby="hands-title">
      <div className="hands-words">
        <h2 id="hands-title">{text('hands.title')}</h2>
        <p className="soft">{text('hands.words')}</p>
      </div>
      {reader.stationId ? (
        <Drawer reader={reader} given={given} stationId={reader.stationId} />
      ) : (
        <p>{text('hands.no-station')}</p>
      )}
    </section>
  )
}

function Drawer({ reader, given, stationId }: HandsProps & { stationId: string }) {
  const text = useText()
  const drawer = useRead(getDrawer, { params: { stationId } })
  const [index, setIndex] = useState(0)
  const cards = (drawer.data?.cards ?? []).filter(
    ({ cardNumber }) => cardNumber !== undefined && !given.has(cardNumber),
  )
  const card = cards[index % Math.max(cards.length, 1)]
  if (drawer.isError) return <ProblemNotice problem={drawer.error} />
  if (!card) return <p>{drawer.isPending ? null : text('hands.none')}</p>
  return (
    <>
      <p className="hands-card">
        <span className="soft">{text('hands.card')}</span>
        <strong>
          <CardNumber number={card.cardNumber ?? ''} />
        </strong>
        <span className="soft figures">
          {text('hands.of', { index: (index % cards.length) + 1, total: cards.length })}
        </span>
        <Button kind="quiet" icon="refresh" onPress={() => setIndex(index + 1)}>
          {text('hands.other')}
        </Button>
      </p>
      <Gestures card={card} reader={reader} stationId={stationId} />
    </>
  )
}

interface GesturesProps {
  card: DrawerCard
  reader: BoothDesk['booth']['reader']
  stationId: string
}

function Gestures({ card: { uid, cardNumber }, reader, stationId }: GesturesProps) {
  const text = useText()
  const { readerName, stripeName } = reader
  const command = useChange(async (actions: readonly SimulateAction[], _commandId: string) => {
    for (const [index, action] of actions.entries()) {
      if (index > 0) await new Promise((resolve) => setTimeout(resolve, heldMs))
      await call(simulate, { params: { stationId }, body: { action } })
    }
  })
  return (
    <div className="hands-gestures">
      {readerName ? (
        <Button
          icon="tap"
          isPending={command.isPending}
          onPress={() =>
            command.mutate([
              { kind: 'put-card', uid, reader: readerName },
              { kind: 'remove-card', reader: readerName },
            ])
          }
        >
          {text('hands.tap')}
        </Button>
      ) : null}
      {stripeName ? (
        <Button
          icon="swipe"
          isPending={command.isPending}
          onPress={() => command.mutate([{ kind: 'swipe', uid, device: stripeName }])}
        >
          {text('hands.swipe')}
        </Button>
      ) : null}
      <Button icon="scan" onPress={() => typeLikeAScanner(cardNumber ?? '')}>
        {text('hands.scan')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </div>
  )
}

/** A scanner is a keyboard: fast keys and an Enter. */
function typeLikeAScanner(line: string) {
  for (const key of [...line.split(''), 'Enter'])
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}
