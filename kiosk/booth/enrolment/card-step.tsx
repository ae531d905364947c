import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import type { BoothLive } from '../use-booth-live.ts'
import { CameraScan } from './camera-scan.tsx'
import type { StepProps } from './step-props.ts'
import { LackLine } from './lack-line.tsx'
import { readShownCard } from './shown-card.ts'
import type { CardInHand } from './state.ts'
import { useNfc } from './use-nfc.ts'
import { useWedge } from './wedge.ts'

/** Why a card is doubted; `not-here` may be overruled, because the list may be older than the card's way here. */
export type CardDoubt = 'forged' | 'used' | 'not-here'
/** Answers with a doubt, or with the card and what is known of it besides. */
export type JudgeCard = (card: CardInHand) => Promise<CardDoubt | CardInHand>

interface CardStepProps extends StepProps {
  live: BoothLive
  /** A card that was typed, to be judged like any other. */
  shown: CardInHand | undefined
  onShown: (card: CardInHand | undefined) => void
  judge: JudgeCard | undefined
  children: ReactNode
}

/** A card counts from the moment this step is shown: an earlier reading may belong to the tablet beside this one. */
export function CardStep(props: CardStepProps) {
  const { desk, form, lacks, fill, live, shown, onShown, judge, children } = props
  const text = useText()
  const typed = form.typedCard ?? ''
  const take = (card: CardInHand) => {
    onShown(undefined)
    fill({ card, typedCard: '' })
  }
  const doubt = useDoubt(shown, judge, take)
  const show = (line: string) => {
    const card = readShownCard(line, 'device')
    if (card) onShown(card)
    else fill({ typedCard: line.slice(0, 500) })
  }
  useReading(live, take)
  useWedge(show)
  const nfc = useNfc((uri) => onShown({ shown: { kind: 'tap', uri }, means: 'tap', cardNumber: '' }))
  const drop = () => {
    onShown(undefined)
    fill({ card: null })
  }
  if (form.card) return <SeenCard card={form.card} onDrop={drop} />

  const isWrong = lacks.length > 0 && typed.trim() !== ''
  const hasReader = desk.booth.reader.readerName !== null || desk.booth.reader.stripeName !== null
  return (
    <>
      <p className="lead">{text(hasReader ? 'card.ways' : 'card.ways.no-reader')}</p>
      {shown && doubt ? <Doubt card={shown} doubt={doubt} onTake={take} onDrop={drop} /> : null}
      {isWrong || doubt ? null : <LackLine lacks={lacks} of={['card-missing']} />}
      <div className="card-ways">
        <CameraScan onCode={show} />
        {nfc === 'off' ? null : (
          <p className="hand-line">
            <Icon name="tap" /> {text(`nfc.${nfc}`)}
          </p>
        )}
      </div>
      <TextField
        label={text('card.number')}
        value={typed}
        onChange={(typedCard) => fill({ typedCard })}
        inputMode="numeric"
        maxLength={500}
        error={isWrong ? text('card.number.wrong') : undefined}
      />
      {children}
    </>
  )
}

/** Takes a card that nothing speaks against; else says what does. */
function useDoubt(
  shown: CardInHand | undefined,
  judge: JudgeCard | undefined,
  onGood: (card: CardInHand) => void,
): CardDoubt | undefined {
  const [doubted, setDoubted] = useState<{ card: CardInHand; doubt: CardDoubt }>()
  const look = useEffectEvent(async (card: CardInHand) => (judge ? judge(card) : card))
  const tell = useEffectEvent((card: CardInHand, word: CardDoubt | CardInHand) => {
    if (typeof word === 'string') setDoubted({ card, doubt: word })
    else onGood(word)
  })
  useEffect(() => {
    if (!shown) return undefined
    let isHere = true
    void look(shown).then((word) => isHere && tell(shown, word))
    return () => {
      isHere = false
    }
  }, [shown])
  return doubted && doubted.card === shown ? doubted.doubt : undefined
}

interface DoubtProps {
  card: CardInHand
  doubt: CardDoubt
  onTake: (card: CardInHand) => void
  onDrop: () => void
}

function Doubt({ card, doubt, onTake, onDrop }: DoubtProps) {
  const text = useText()
  const isFinal = doubt !== 'not-here'
  return (
    <Notice
      tone={isFinal ? 'bad' : 'caution'}
      title={text(`doubt.${doubt}`)}
      todo={text(`doubt.${doubt}.todo`)}
    >
      <p className="hand-number">
        <CardNumber number={card.cardNumber} />
      </p>
      <p className="notice-actions">
        <Button icon="refresh" onPress={onDrop}>
          {text('card.other')}
        </Button>
        {isFinal ? null : (
          <Button kind="quiet" onPress={() => onTake(card)}>
            {text('doubt.take')}
          </Button>
        )}
      </p>
    </Notice>
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
    const { readingId, cardNumber, level, design: designId, designVersion: version, means } = seen.card
    const look = { designId, version }
    onCard({ shown: { kind: 'reading', readingId }, means, cardNumber, level, look })
  })
  const at = seen?.at
  useEffect(() => {
    if (at === before.current) return
    before.current = at
    take()
  }, [at])
}
