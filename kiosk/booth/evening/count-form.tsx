import { useState } from 'react'
import { Form as AriaForm } from 'react-aria-components/Form'
import { call } from '../../api/call.ts'
import { countBooth, type CountSheet, type CountWhy, type NewCount } from '../../api/drives.ts'
import type { Problem } from '../../api/problem.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useText } from '../texts.ts'
import { Counter } from './counter.tsx'

interface Line {
  counted: string
  why?: CountWhy
  reason: string
}
const blank: Line = { counted: '', reason: '' }
const whys: readonly CountWhy[] = [
  'lost',
  'broken',
  'given-unbooked',
  'wrong-delivery',
  'miscounted',
  'other',
]

/** The sheet of the evening: it asks for a reason only where the server says that the count differs. */
export function CountForm({ sheet }: { sheet: CountSheet }) {
  const text = useText()
  const nameOf = useName()
  const formats = useFormats()
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>({})
  const [isTried, setIsTried] = useState(false)
  const command = useChange((body: NewCount, commandId) =>
    call(countBooth, { params: { boothId: sheet.boothId }, body, commandId }),
  )
  const differing = differingItems(command.error)
  const lineOf = (item: string) => lines[item] ?? blank
  const set = (item: string, part: Partial<Line>) =>
    setLines((now) => ({ ...now, [item]: { ...(now[item] ?? blank), ...part } }))

  const submit = () => {
    setIsTried(true)
    if (sheet.items.some(({ item }) => !isCounted(lineOf(item).counted))) return
    command.mutate({
      day: sheet.day,
      lines: sheet.items.map(({ item }) => {
        const { counted, why, reason } = lineOf(item)
        return {
          item,
          counted: Number(counted),
          ...(why ? { why } : {}),
          ...(reason.trim() ? { reason: reason.trim() } : {}),
        }
      }),
    })
  }

  return (
    <AriaForm
      className="count-form"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <h2>{text('count.title')}</h2>
      <p className="lead">{text('count.lead', { booth: sheet.boothName, day: formats.day(sheet.day) })}</p>
      {command.isError ? <CountProblem problem={command.error} /> : null}
      <ul className="count-lines">
        {sheet.items.map((item) => (
          <li key={item.item}>
            <Counter
              name={nameOf(item)}
              value={lineOf(item.item).counted}
              error={isTried && !isCounted(lineOf(item.item).counted) ? text('count.missing') : undefined}
              onChange={(counted) => set(item.item, { counted })}
            />
            {differing.has(item.item) ? (
              <>
                <Choice
                  label={text('count.why')}
                  value={lineOf(item.item).why}
                  options={whys.map((why) => ({ value: why, label: text(`why.${why}`) }))}
                  onChange={(why) => set(item.item, { why })}
                />
                <TextField
                  label={text('count.reason')}
                  help={text('count.reason.help')}
                  value={lineOf(item.item).reason}
                  onChange={(reason) => set(item.item, { reason })}
                  maxLength={200}
                  error={isExplained(lineOf(item.item)) ? undefined : text('count.reason.missing')}
                />
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <div className="booth-action">
        <Button kind="primary" type="submit" isPending={command.isPending}>
          {text('count.submit')}
        </Button>
      </div>
    </AriaForm>
  )
}

/** As the server asks for it: one of the reasons, or words. */
const isExplained = ({ why, reason }: Line) => reason.trim() !== '' || (why !== undefined && why !== 'other')

const isCounted = (counted: string) => /^\d{1,6}$/.test(counted)

function differingItems(problem: Problem | null): ReadonlySet<string> {
  if (problem?.code !== 'variance-needs-reason') return new Set()
  return new Set(String(problem.details['items'] ?? '').split(','))
}

function CountProblem({ problem }: { problem: Problem }) {
  const text = useText()
  const names = problem.details[useLanguage() === 'en' ? 'en' : 'zh']
  if (problem.code !== 'variance-needs-reason' || names === undefined)
    return <ProblemNotice problem={problem} saved={text('count.differs.saved')} />
  return (
    <Notice
      tone="caution"
      title={text('count.differs', { names })}
      saved={text('count.differs.saved')}
      todo={text('count.differs.todo')}
    />
  )
}
