import { useRead } from '../api/reading.ts'
import { getLaptop, type LaptopState } from '../api/laptop.ts'
import { useFormats } from '../i18n/format.ts'
import { ProblemNotice } from '../ui/notice.tsx'
import { Stat, Stats } from '../ui/stat.tsx'
import { TopBar } from '../ui/top-bar.tsx'
import { useUiText } from '../ui/texts.ts'
import { useTitle } from '../ui/use-title.ts'
import { ReachNotice } from './reach-notice.tsx'
import { TabletsSeen } from './tablets-seen.tsx'
import { useText } from './texts.ts'
import './laptop.css'

const LOOK_EVERY_MS = 5_000

/** What this laptop keeps, of which tablets, and whether headquarters is reached: for whoever stands before it. */
export function LaptopPage() {
  const text = useText()
  const uiText = useUiText()
  const { data: state, error } = useRead(getLaptop, { everyMs: LOOK_EVERY_MS })
  useTitle(state ? `${state.name} · ${text('title')}` : text('title'))
  return (
    <div className="laptop">
      <TopBar place={text('title')} />
      <main>
        {error ? <ProblemNotice problem={error} /> : null}
        {state ? (
          <Known state={state} />
        ) : error ? null : (
          <output className="lead">{uiText('loading')}</output>
        )}
      </main>
    </div>
  )
}

function Known({ state }: { state: LaptopState }) {
  const text = useText()
  const formats = useFormats()
  const booth = `${state.headquarters}/booth/#tablet`
  return (
    <>
      <div className="laptop-head">
        <h1>{state.name}</h1>
        <p className="lead soft">{text('lead', { drive: state.driveName })}</p>
      </div>
      <ReachNotice state={state} />
      <section aria-label={text('line.label')}>
        <Stats>
          <Stat
            label={text('waiting.label')}
            {...(state.waitingSince
              ? { note: text('waiting.since', { time: formats.dateTime(state.waitingSince) }) }
              : {})}
          >
            {text('waiting.count', { count: state.waiting })}
          </Stat>
          {state.turnedAt && state.reach !== 'refused' ? (
            <Stat label={text(state.reach === 'reached' ? 'turned.label' : 'turned.lost')}>
              {formats.dateTime(state.turnedAt)}
            </Stat>
          ) : null}
          <Stat label={text('seen.label')}>
            {state.seenAt ? formats.dateTime(state.seenAt) : text('seen.never')}
          </Stat>
          <Stat label={text('sent.label')}>
            {state.sentAt ? formats.dateTime(state.sentAt) : text('sent.none')}
          </Stat>
        </Stats>
      </section>
      <TabletsSeen tablets={state.tablets} />
      <section className="laptop-dead">
        <h2>{text('dead.title')}</h2>
        <ol>
          <li>{text('dead.first')}</li>
          <li>{text('dead.second', { address: booth })}</li>
          <li>{text('dead.third')}</li>
        </ol>
      </section>
    </>
  )
}
