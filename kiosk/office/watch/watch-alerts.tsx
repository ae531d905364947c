import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getWatchAlerts, type WatchAlert } from '../../api/watch.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Table } from '../../ui/table.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { Decisions } from './decisions.tsx'
import { Evidence } from './evidence.tsx'
import { SubjectName } from './subject.tsx'
import { useText } from './texts.ts'
import { readers, waits } from './use-waiting.ts'
import './watch.css'

/** What watches have seen, for those whom the server answers. */
export function WatchAlerts() {
  const maySee = useMay(readers)
  return maySee ? <Seen /> : null
}

function Seen() {
  const text = useText()
  const alerts = useRead(getWatchAlerts)
  const all = alerts.data?.alerts ?? []
  const waiting = all.filter(waits)
  return (
    <>
      <Section
        title={text('alerts.title')}
        actions={
          <Link to="/alerts/watches" className="button plain">
            {text('alerts.watches')}
          </Link>
        }
      >
        <p className="soft watch-words">{text('alerts.words')}</p>
        <Trouble of={[alerts]} />
        {alerts.data && waiting.length === 0 ? <p>{text('alerts.none')}</p> : null}
      </Section>
      {waiting.map((alert) => (
        <Waiting key={alert.id} alert={alert} />
      ))}
      <Done alerts={all.filter((alert) => !waits(alert))} />
    </>
  )
}

/** One alert with all that was seen, what was found about it, and what may be done. */
function Waiting({ alert }: { alert: WatchAlert }) {
  const text = useText()
  const language = useLanguage()
  const mayAct = useMay(managers)
  const { watch, subject, words, state, isFrozen, steps } = alert
  const frozen = subject.memberId !== null ? 'member' : subject.till !== null ? 'till' : 'gift'
  return (
    <Section title={text(`watch.${watch}`)} actions={mayAct ? <Decisions alert={alert} /> : null}>
      <p className="watch-badges">
        <Badge tone={state === 'open' ? 'caution' : 'plain'} icon={state === 'open' ? 'alert' : 'info'}>
          {text(`state.${state}`)}
        </Badge>
        {isFrozen ? (
          <Badge tone="bad" icon="lock">
            {text(`frozen.${frozen}`)}
          </Badge>
        ) : null}
        <SubjectName subject={subject} />
      </p>
      <p>
        {language === 'en' ? words.en : words.zh} <DateTime at={alert.lastAt} />
      </p>
      <Evidence alert={alert} />
      {steps.length > 0 ? (
        <ul className="watch-steps">
          {steps.map(({ step, note, by, at }) => (
            <li key={`${step}${at}`}>
              {text(`step.${step}`)}: {note} <span className="soft">{by}</span> <DateTime at={at} />
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  )
}

const atOnce = 20

/** What somebody has decided, newest first. */
function Done({ alerts }: { alerts: readonly WatchAlert[] }) {
  const text = useText()
  const language = useLanguage()
  if (alerts.length === 0) return null
  return (
    <Section title={text('alerts.done')}>
      <Table
        caption={text('alerts.done')}
        rows={alerts.slice(0, atOnce)}
        keyOf={({ id }) => id}
        columns={[
          { title: text('done.what'), cell: ({ words }) => (language === 'en' ? words.en : words.zh) },
          { title: text('done.who'), cell: ({ subject }) => <SubjectName subject={subject} /> },
          { title: text('done.when'), cell: ({ lastAt }) => <DateTime at={lastAt} /> },
          {
            title: text('done.outcome'),
            cell: ({ state, steps }) => (
              <>
                {text(`state.${state}`)}
                <span className="soft small-line">
                  {[steps.at(-1)?.by, steps.at(-1)?.note].filter(Boolean).join(': ')}
                </span>
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
