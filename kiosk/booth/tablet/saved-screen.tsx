import { useEffect, useRef, useState } from 'react'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Lamp } from '../enrolment/lamp.tsx'
import type { Happening } from '../enrolment/state.ts'
import type { FormDesk } from '../enrolment/form-desk.ts'
import type { Judged } from '../store/book.ts'
import type { Tablet } from '../store/tablet.ts'
import { useText as useBoothText } from '../texts.ts'
import { KeptReceipt } from './kept-receipt.tsx'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import type { SavedHere } from './use-tablet-work.ts'

/** With network the server's word comes within a moment: worth waiting for before a gift is handed over. */
const worthWaitingMs = 4_000

interface SavedScreenProps {
  saved: SavedHere
  tablet: Tablet
  desk: FormDesk
  happened: (happening: Happening) => void
}

/** What goes over the table now. Nothing is called done before the server's word. */
export function SavedScreen({ saved, tablet, desk, happened }: SavedScreenProps) {
  const text = useText()
  const boothText = useBoothText()
  const nameOf = useName()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const { book, line, provision } = useTabletView(tablet)
  const judged = book.judged.find(({ number }) => number === saved.number)
  const isAsking = useMoment() && line === 'open' && !judged
  const gift = desk.stock.gifts.find(({ giftId }) => giftId === saved.giftId)
  return (
    <div className="enrolling done">
      <div className="enrolling-form">
        <h1 ref={title} tabIndex={-1}>
          {text(saved.number <= (book.laptop?.upTo ?? 0) ? 'saved.title.laptop' : 'saved.title')}
        </h1>
        <div aria-live="polite">
          {judged ? <Word judged={judged} /> : <p className="lead">{waitingWords()}</p>}
        </div>
        {saved.receipt ? (
          <KeptReceipt saved={saved} receipt={saved.receipt} gift={gift} provision={provision} />
        ) : null}
      </div>
      <Lamp label={text('saved.hand')}>
        <h2>{text('saved.hand')}</h2>
        <p className="hand-number">
          {saved.cardNumber ? <CardNumber number={saved.cardNumber} /> : boothText('hand.card.chip')}
        </p>
        {gift ? (
          <div className="hand-gift">
            <GiftPicture picture={gift.picture} />
            <strong>{nameOf(gift)}</strong>
          </div>
        ) : (
          <p className="soft">{boothText('done.no-gift')}</p>
        )}
      </Lamp>
      <div className="enrolling-action">
        <Button kind="primary" icon="arrow" onPress={() => happened({ type: 'next-person' })}>
          {text('saved.next')}
        </Button>
      </div>
    </div>
  )

  function waitingWords() {
    return isAsking ? text('saved.asking') : text('saved.words', { count: book.waiting.length })
  }
}

function Word({ judged }: { judged: Judged }) {
  const text = useText()
  const isEnglish = useLanguage() === 'en'
  const isSmooth = judged.verdict !== 'refused' && !judged.reason
  return (
    <Notice
      tone={isSmooth ? 'good' : 'caution'}
      title={text(`saved.${judged.verdict}`)}
      todo={isEnglish ? judged.words.en : judged.words.zh}
    />
  )
}

function useMoment(): boolean {
  const [isMoment, setIsMoment] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setIsMoment(false), worthWaitingMs)
    return () => clearTimeout(timer)
  }, [])
  return isMoment
}
