import { call } from '../../api/call.ts'
import { getCount, signCount, type BoothCount } from '../../api/drives.ts'
import { useChange, useRead } from '../../api/reading.ts'
import type { Person } from '../../api/staff.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { useSignOut } from '../../sign-in/session.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { wipeDraft } from '../enrolment/draft.ts'
import { Reading } from '../frame.tsx'
import { useText } from '../texts.ts'

/** What was counted beside what the books say, and the second person's signature. */
export function CountResult({ countId, person }: { countId: string; person: Person }) {
  const text = useText()
  const formats = useFormats()
  const language = useLanguage()
  const query = useRead(getCount, { params: { countId } })
  if (!query.data) return <Reading query={query} />
  const count = query.data
  const lead = { name: count.countedBy.displayName, time: formats.time(count.countedAt) }
  return (
    <>
      <p className="lead">{text('result.lead', lead)}</p>
      <Lines count={count} />
      <p>
        <ButtonLink href={`${count.reportUrl}?language=${language}`} icon="download" opensTab>
          {text('result.paper')}
        </ButtonLink>
      </p>
      <Signature count={count} person={person} />
    </>
  )
}

const signed = (variance: number) => (variance > 0 ? `+${variance}` : String(variance).replace('-', '−'))

function Lines({ count }: { count: BoothCount }) {
  const text = useText()
  const nameOf = useName()
  const reasonOf = ({ why, reason }: BoothCount['lines'][number]) =>
    [why ? text(`why.${why}`) : '', reason].filter(Boolean).join(' · ')
  return (
    <>
      <Table
        caption={text('result.title')}
        rows={count.lines}
        keyOf={(line) => line.item}
        columns={[
          { title: text('result.item'), cell: (line) => nameOf(line) },
          { title: text('result.expected'), cell: (line) => line.expected, isNumber: true },
          { title: text('result.counted'), cell: (line) => line.counted, isNumber: true },
          { title: text('result.variance'), cell: (line) => signed(line.variance), isNumber: true },
          { title: text('result.reason'), cell: reasonOf },
        ]}
      />
      {count.lines.every(({ variance }) => variance === 0) ? (
        <p className="soft">{text('result.equal')}</p>
      ) : null}
    </>
  )
}

function Signature({ count, person }: { count: BoothCount; person: Person }) {
  const text = useText()
  const formats = useFormats()
  if (count.signedBy && count.signedAt)
    return (
      <Notice
        tone="good"
        title={text('result.signed', { name: count.signedBy.displayName })}
        saved={text('result.signed.saved', { time: formats.time(count.signedAt) })}
      />
    )
  return count.countedBy.staffId === person.id ? <HandOver /> : <Sign countId={count.countId} />
}

/** Whoever counted signs out here, so that the second person signs in as themselves. */
function HandOver() {
  const text = useText()
  const command = useSignOut()
  const handOver = () => {
    void wipeDraft()
    command.mutate()
  }
  return (
    <>
      <Notice tone="caution" title={text('result.waits')} todo={text('result.waits.todo')} />
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <div className="booth-action">
        <Button kind="primary" icon="people" onPress={handOver} isPending={command.isPending}>
          {text('result.hand-over')}
        </Button>
      </div>
    </>
  )
}

function Sign({ countId }: { countId: string }) {
  const text = useText()
  const command = useChange((_: void, commandId) => call(signCount, { params: { countId }, commandId }))
  return (
    <>
      <p className="lead">{text('result.sign.lead')}</p>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
      <div className="booth-action">
        <Button kind="primary" icon="pen" onPress={() => command.mutate()} isPending={command.isPending}>
          {text('result.sign')}
        </Button>
      </div>
    </>
  )
}
