import { useFormats } from '../../i18n/format.ts'
import { Button } from '../../ui/button.tsx'
import { now } from '../../ui/now.ts'
import { mayGoOn, serverTime } from '../store/provisioning.ts'
import type { Tablet } from '../store/tablet.ts'
import { showView } from '../view.ts'
import { useText } from './texts.ts'
import { useTabletView } from './use-tablet.ts'
import { waitingWords } from './waiting-words.ts'

/** In place of the next form once the drive has ended; what waits still goes out. */
export function DriveOver({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const { dateTime } = useFormats()
  const { book, provision, line } = useTabletView(tablet)
  const { name, endsAt } = provision.drive
  return (
    <div className="booth-page">
      <h1>{text('over.title')}</h1>
      <p className="lead">{text('over.words', { name, end: endsAt === null ? '' : dateTime(endsAt) })}</p>
      <p>{book.waiting.length > 0 ? waitingWords(text, book) : text('strip.none')}</p>
      <p className="soft">{text('over.longer')}</p>
      <div className="more-actions">
        <Button icon="refresh" onPress={tablet.askNow}>
          {text(book.waiting.length > 0 ? 'more.send' : 'over.ask')}
        </Button>
        <Button icon="today" onPress={() => showView('evening')}>
          {text('who.evening')}
        </Button>
      </div>
      {line === 'lost' && mayGoOn(provision) ? (
        <section className="more-part" aria-labelledby="wrong-clock">
          <h2 id="wrong-clock">{text('over.clock', { now: dateTime(serverTime(provision, now())) })}</h2>
          <p className="soft">{text('over.clock.words')}</p>
          <div className="more-actions">
            <Button icon="clock" onPress={() => void tablet.doubtClock()}>
              {text('over.clock.wrong')}
            </Button>
          </div>
        </section>
      ) : null}
    </div>
  )
}
