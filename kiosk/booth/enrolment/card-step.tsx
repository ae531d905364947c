import { useEffect, useEffectEvent, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import { SimulatedHands } from '../simulated-hands.tsx'
import type { BoothLive } from '../use-booth-live.ts'
import type { StepProps } from './step-props.ts'
import { LackLine } from './lack-line.tsx'
import { readShownCard } from './shown-card.ts'
import type { CardInHand } from './state.ts'
import { useWedge } from './wedge.ts'

interface CardStepProps extends StepProps {
  live: BoothLive
  typed: string
  onType: (typed: string) => void
}

/** A card counts from the moment this step is shown: an earlier reading may belong to the tablet beside this one. */
export function CardStep({ desk, form, lacks, fill, live, typed, onType }: CardStepProps) {
  const text = useText()
  useReading(live, (card) => fill({ card }))
  useWedge((line) => {
    const card = readShownCard(line, 'device')
    onType(card ? '' : line)
    if (card) fill({ card })
  })
  if (form.card) return <SeenCard card={form.card} onDrop={() => fill({ card: null })} />

  const isWrong = lacks.length > 0 && typed.trim() !== ''
  const hasReader = desk.booth.reader.readerName !== null || desk.booth.reader.stripeName !== null
  return (
    <>
      <p className="lead">{text(hasReader ? 'card.ways' : 'card.ways.no-reader')}</p>
      {isWrong ? null : <LackLine lacks={lacks} of={['card-missing']} />}
      <TextField
        label={text('card.number')}
        value={typed}
        onChange={onType}
        inputMode="numeric"
        maxLength={500}
        error={isWrong ? text('card.number.wrong') : undefined}
      />
      <SimulatedHands desk={desk} given={live.given} />
    </>
  )
}

function SeenCard({ card, onDrop }: { card: CardInHand; onDrop: () => void }) {
  const text = useText()
  return (
    <div className="seen-card">
      <output>
        <span className="seen-card-words">
          <Icon name="check" /> {text('card.there')}
        </span>
        <span className="seen-card-number">
          {card.cardNumber ? <CardNumber number={card.cardNumber} /> : text('hand.card.chip')}
        </span>
      </output>
      <Button icon="refresh" onPress={onDrop}>
        {text('card.other')}
      </Button>
    </div>
  )
}

/** Takes a finished card that is read while this step is shown; any other card stays on the reader's line only. */
function useReading({ seen }: BoothLive, onCard: (card: CardInHand) => void) {
  const before = useRef(seen?.at)
  const take = useEffectEvent(() => {
    if (seen?.kind !== 'read' || seen.card.state !== 'encoded') return
    const { readingId, cardNumber, design: designId, designVersion: version, means } = seen.card
    onCard({ shown: { kind: 'reading', readingId }, means, cardNumber, look: { designId, version } })
  })
  const at = seen?.at
  useEffect(() => {
    if (at === before.current) return
    before.current = at
    take()
  }, [at])
}
