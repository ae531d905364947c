import type { BoothDesk } from '../api/drives.ts'
import { useName } from '../i18n/names.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { QueueTap } from './queue-tap.tsx'
import { useText } from './texts.ts'
import { showView, type View } from './view.ts'

interface DayStripProps {
  desk: BoothDesk
  view: View
  onLeave: (() => void) | undefined
}

/** The day's count, always in sight. In the evening what is left stays unsaid: people count, they do not copy. */
export function DayStrip({ desk, view, onLeave }: DayStripProps) {
  const text = useText()
  const nameOf = useName()
  const { newMembers, knownMembers } = desk.today
  return (
    <section className="day" aria-label={text('day.label')}>
      <ul className="day-figures figures">
        <li className="day-enrolled">{text('day.enrolled', { count: newMembers + knownMembers })}</li>
        {knownMembers > 0 ? <li>{text('day.known', { count: knownMembers })}</li> : null}
        {view === 'enrolling' ? (
          <>
            <li>
              <Icon name="card" /> {text('day.cards', { count: desk.stock.cards })}
            </li>
            {desk.stock.gifts.map((gift) => (
              <li key={gift.giftId} className={gift.onHand === 0 ? 'day-gone' : undefined}>
                <Icon name="gift" /> {text('day.gift', { name: nameOf(gift), count: gift.onHand })}
              </li>
            ))}
          </>
        ) : null}
      </ul>
      {view === 'enrolling' ? <QueueTap boothId={desk.booth.id} told={desk.waiting} /> : null}
      <span className="day-ways">
        {onLeave ? (
          <Button kind="quiet" icon="refresh" onPress={onLeave}>
            {text('choose.again')}
          </Button>
        ) : null}
        {view === 'enrolling' ? (
          <>
            {desk.shift ? (
              <Button kind="quiet" icon="gift" onPress={() => showView('redeeming')}>
                {text('day.redeem')}
              </Button>
            ) : null}
            <Button kind="quiet" icon="today" onPress={() => showView('evening')}>
              {text('day.evening')}
            </Button>
          </>
        ) : (
          <Button kind="quiet" icon="back" onPress={() => showView('enrolling')}>
            {text('day.back')}
          </Button>
        )}
      </span>
    </section>
  )
}
