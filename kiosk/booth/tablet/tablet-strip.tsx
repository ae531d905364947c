import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import type { Tone } from '../../ui/notice.tsx'
import { now } from '../../ui/now.ts'
import { useName } from '../../i18n/names.ts'
import type { FormDesk } from '../enrolment/form-desk.ts'
import { dayOf } from '../store/book.ts'
import type { Line, TabletView } from '../store/tablet.ts'
import { useText as useBoothText } from '../texts.ts'
import { useText } from './texts.ts'
import { waitingWords } from './waiting-words.ts'

interface TabletStripProps {
  view: TabletView
  desk: FormDesk
  isMore: boolean
  onMore: (isMore: boolean) => void
  children: ReactNode
}

const marks: Readonly<Record<Line, { tone: Tone; icon: IconName }>> = {
  open: { tone: 'good', icon: 'check' },
  laptop: { tone: 'plain', icon: 'check' },
  asking: { tone: 'plain', icon: 'refresh' },
  lost: { tone: 'caution', icon: 'alert' },
  revoked: { tone: 'bad', icon: 'alert' },
  stuck: { tone: 'bad', icon: 'alert' },
}

/** Always in sight: what this tablet still keeps to itself, and what lies on the table. */
export function TabletStrip({ view, desk, isMore, onMore, children }: TabletStripProps) {
  const { book, line } = view
  const text = useText()
  const boothText = useBoothText()
  const nameOf = useName()
  const today = book.enrolled.day === dayOf(now()) ? book.enrolled.count : 0
  const waiting = book.waiting.length
  return (
    <section className="tablet-strip" aria-label={text('strip.label')}>
      <div className="tablet-line">
        <Badge {...marks[line]}>{text(`strip.${line}`)}</Badge>
        <output className="tablet-waiting">
          {waiting > 0 ? waitingWords(text, book) : text('strip.none')}
        </output>
        <ul className="day-figures figures">
          <li className="day-enrolled">{text('strip.enrolled', { count: today })}</li>
          <li>
            <Icon name="card" /> {boothText('day.cards', { count: desk.stock.cards })}
          </li>
          {desk.stock.gifts.map((gift) => (
            <li key={gift.giftId} className={gift.onHand === 0 ? 'day-gone' : undefined}>
              <Icon name="gift" /> {boothText('day.gift', { name: nameOf(gift), count: gift.onHand })}
            </li>
          ))}
        </ul>
      </div>
      {children}
      {line === 'revoked' ? null : (
        <Button kind="quiet" icon={isMore ? 'back' : 'settings'} onPress={() => onMore(!isMore)}>
          {text(isMore ? 'strip.back' : 'strip.more')}
        </Button>
      )}
    </section>
  )
}
