import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/reading.ts'
import { getWatchAlerts } from '../../api/watch.ts'
import { useLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { SubjectName } from '../watch/subject.tsx'
import { readers, waits } from '../watch/use-waiting.ts'
import { useText } from './texts.ts'

const atOnce = 5

/** What watches have seen and nobody has decided yet, for those whom the server answers; nothing where all is decided. */
export function WatchToday() {
  const text = useText()
  const language = useLanguage()
  const maySee = useMay(readers)
  const alerts = useRead(getWatchAlerts, { isWanted: maySee })
  const waiting = maySee ? (alerts.data?.alerts ?? []).filter(waits) : []
  if (waiting.length === 0) return null
  return (
    <Section
      title={text('watch.title')}
      actions={
        <Link to="/alerts" className="button plain">
          {text('watch.open')}
        </Link>
      }
    >
      <Table
        caption={text('watch.title')}
        rows={waiting.slice(0, atOnce)}
        keyOf={({ id }) => id}
        columns={[
          { title: text('watch.whom'), cell: ({ subject }) => <SubjectName subject={subject} /> },
          { title: text('watch.what'), cell: ({ words }) => (language === 'en' ? words.en : words.zh) },
          { title: text('watch.when'), cell: ({ raisedAt }) => <DateTime at={raisedAt} /> },
        ]}
      />
      {waiting.length > atOnce ? (
        <p className="soft">{text('watch.more', { count: waiting.length - atOnce })}</p>
      ) : null}
    </Section>
  )
}
