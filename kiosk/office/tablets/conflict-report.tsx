import { Link } from '@tanstack/react-router'
import { call } from '../../api/call.ts'
import type { Drive } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { markDone, markUndone, type Conflict, type Conflicts } from '../../api/tablets.ts'
import { useFormats } from '../../i18n/format.ts'
import { currentLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { CompletePerson } from './complete-person.tsx'
import { EraseForm } from './erasing.tsx'
import { GiveCard } from './give-card.tsx'
import { useText } from './texts.ts'

/** What a drive's tablets met: what happened, what was done about it, and what is left to do. */
export function ConflictReport({ drive, report }: { drive: Drive; report: Conflicts }) {
  const text = useText()
  const { number } = useFormats()
  const wordsOf = useWords()
  const { conflicts, counts } = report
  return (
    <>
      <Section
        title={text('report.title')}
        actions={
          <a
            className="button quiet"
            href={`/api/v1/drives/${drive.id}/tablet-conflicts.csv?language=${currentLanguage()}`}
            download
          >
            <Icon name="download" />
            <span>{text('report.csv')}</span>
          </a>
        }
      >
        {conflicts.length === 0 ? <p className="soft">{text('report.none')}</p> : null}
        {conflicts.length > 0 ? (
          <Table
            caption={text('report.title')}
            rows={conflicts}
            keyOf={({ id }) => id}
            columns={[
              { title: text('report.when'), cell: ({ happenedAt }) => <DateTime at={happenedAt} /> },
              { title: text('report.where'), cell: (conflict) => <Where conflict={conflict} /> },
              { title: text('report.what'), cell: (conflict) => wordsOf(conflict) },
              { title: text('report.who'), cell: ({ promoter }) => promoter?.displayName ?? text('never') },
              {
                title: text('report.left'),
                cell: (conflict) => <LeftToDo drive={drive} conflict={conflict} />,
              },
            ]}
          />
        ) : null}
      </Section>
      {counts.length > 0 ? (
        <Section title={text('report.counts')}>
          <Table
            caption={text('report.counts')}
            rows={counts}
            keyOf={({ kind }) => kind}
            columns={[
              {
                title: text('counts.what'),
                cell: ({ kind }) => {
                  const one = conflicts.find((conflict) => conflict.kind === kind)
                  return one ? wordsOf(one) : kind
                },
              },
              { title: text('counts.count'), isNumber: true, cell: ({ count }) => number(count) },
              { title: text('counts.open'), isNumber: true, cell: ({ open }) => number(open) },
            ]}
          />
        </Section>
      ) : null}
    </>
  )
}

const useWords =
  () =>
  ({ words }: Conflict): string =>
    currentLanguage() === 'en' ? words.en : words.zh

function Where({ conflict }: { conflict: Conflict }) {
  const text = useText()
  const { boothName, tabletName, entryNumber } = conflict
  return (
    <>
      {boothName} · {tabletName}
      {entryNumber === null ? null : (
        <span className="soft small-line">{text('report.number', { number: entryNumber })}</span>
      )}
    </>
  )
}

function LeftToDo({ drive, conflict }: { drive: Drive; conflict: Conflict }) {
  const text = useText()
  const { id, todo, doneBy, tabletId } = conflict
  const isDone = doneBy !== null
  const command = useChange((_: void, commandId) =>
    call(isDone ? markUndone : markDone, { params: { conflictId: id }, commandId }),
  )
  if (todo === null) return null
  return (
    <div className="actions">
      {isDone ? <span className="soft">{text('report.done', { name: doneBy.displayName })}</span> : null}
      {!isDone && todo === 'give-card' ? <GiveCard conflict={conflict} /> : null}
      {!isDone && todo === 'complete-person' ? (
        <>
          <CompletePerson drive={drive} conflict={conflict} />
          <EraseForm conflict={conflict} />
        </>
      ) : null}
      {!isDone && todo === 'judge' ? (
        <Link to="/drives/$driveId/tablets/$tabletId" params={{ driveId: drive.id, tabletId }}>
          {text('todo.judge')}
        </Link>
      ) : null}
      <Button kind="quiet" isPending={command.isPending} onPress={() => command.mutate()}>
        {text(isDone ? 'do.undone' : 'do.done')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </div>
  )
}
