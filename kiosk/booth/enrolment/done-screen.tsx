import { useEffect, useRef } from 'react'
import type { BoothDesk } from '../../api/drives.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { Points } from '../../ui/amounts.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { CardNumber } from '../../ui/card-number.tsx'
import { CardPicture } from '../../ui/card-picture.tsx'
import { GiftPicture } from '../../ui/gift-picture.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useText } from '../texts.ts'
import { Lamp } from './lamp.tsx'
import { PrintReceipt } from './print-receipt.tsx'
import type { Enrolment, Happening } from './state.ts'

interface DoneScreenProps {
  enrolment: Extract<Enrolment, { at: 'done' }>
  happened: (happening: Happening) => void
  desk: BoothDesk
}

/** What goes over the table now, and what to say. */
export function DoneScreen({ enrolment: { answer, look }, happened, desk }: DoneScreenProps) {
  const text = useText()
  const nameOf = useName()
  const language = useLanguage()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const isKnown = answer.outcome === 'known-member'
  const gift = desk.stock.gifts.find(({ giftId }) => giftId === answer.giftId)
  return (
    <div className="enrolling done">
      <div className="enrolling-form">
        <h1 ref={title} tabIndex={-1}>
          {text(isKnown ? 'known.title' : 'done.title')}
        </h1>
        {isKnown ? (
          <Notice tone="caution" title={text('known.saved')} todo={text('known.todo')} />
        ) : (
          <p className="done-points">
            <span>{text('done.points')}</span>
            <strong>
              <Points points={answer.welcomePoints} />
            </strong>
            <span className="soft">{text('done.points.words')}</span>
          </p>
        )}
        <p>
          <ButtonLink href={`${answer.receiptUrl}?language=${language}`} icon="download" opensTab>
            {text('done.receipt')}
          </ButtonLink>
        </p>
        {desk.booth.reader.stationId === null ? null : <PrintReceipt enrolmentId={answer.enrolmentId} />}
      </div>
      <Lamp label={text('done.hand')}>
        <h2>{text('done.hand')}</h2>
        {look ? <CardPicture {...look} name={text('hand.card')} /> : null}
        <p className="hand-number">
          <CardNumber number={answer.cardNumber} />
        </p>
        {gift ? (
          <div className="hand-gift">
            <GiftPicture picture={gift.picture} />
            <strong>{nameOf(gift)}</strong>
          </div>
        ) : (
          <p className="soft">{text('done.no-gift')}</p>
        )}
      </Lamp>
      <div className="enrolling-action">
        <Button kind="primary" icon="arrow" onPress={() => happened({ type: 'next-person' })}>
          {text('done.next')}
        </Button>
      </div>
    </div>
  )
}
