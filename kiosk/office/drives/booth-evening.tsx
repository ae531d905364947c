import { call } from '../../api/call.ts'
import { signCount, type BoothCount, type CountSheet } from '../../api/drives.ts'
import { useChange } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useLanguage } from '../../i18n/language.ts'
import { useName } from '../../i18n/names.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { useSession } from '../../sign-in/session.ts'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

const marks = {
  open: { tone: 'plain', icon: 'clock' },
  counted: { tone: 'caution', icon: 'pen' },
  signed: { tone: 'good', icon: 'check' },
} as const

/** One booth's evening: what was counted against the books, and the two people who answer for it. */
export function BoothEvening({ sheet, count }: { sheet: CountSheet; count: BoothCount | undefined }) {
  const text = useText()
  const state = count === undefined ? 'open' : count.signedBy ? 'signed' : 'counted'
  return (
    <Section
      title={sheet.boothName}
      actions={<Badge {...marks[state]}>{text(`evening.state.${state}`)}</Badge>}
    >
      {count ? (
        <>
          <Lines lines={count.lines} />
          <Signatures count={count} />
        </>
      ) : (
        <p className="soft">
          {sheet.openShifts > 0
            ? text('evening.open-shifts', { count: sheet.openShifts })
            : text('evening.not-counted')}{' '}
          {text('evening.todo')}
        </p>
      )}
    </Section>
  )
}

function Lines({ lines }: { lines: BoothCount['lines'] }) {
  const text = useText()
  const { number } = useFormats()
  const nameOf = useName()
  return (
    <Table
      caption={text('drive.evening')}
      rows={lines}
      keyOf={({ item }) => item}
      columns={[
        { title: text('evening.item'), cell: nameOf },
        { title: text('evening.expected'), isNumber: true, cell: ({ expected }) => number(expected) },
        { title: text('evening.counted'), isNumber: true, cell: ({ counted }) => number(counted) },
        {
          title: text('evening.variance'),
          isNumber: true,
          cell: ({ variance }) =>
            variance === 0 ? (
              text('evening.even')
            ) : (
              <strong className="variance">{variance > 0 ? `+${number(variance)}` : number(variance)}</strong>
            ),
        },
        ...(lines.some(({ late }) => late !== 0)
          ? [
              {
                title: text('evening.late'),
                isNumber: true,
                cell: ({ late }: BoothCount['lines'][number]) => (late === 0 ? '' : number(late)),
              },
            ]
          : []),
        {
          title: text('evening.reason'),
          cell: ({ why, reason }) => [why ? text(`why.${why}`) : '', reason].filter(Boolean).join(' · '),
        },
      ]}
    />
  )
}

function Signatures({ count }: { count: BoothCount }) {
  const text = useText()
  const language = useLanguage()
  const me = useSession().data?.person
  const command = useChange((countId: string, commandId) =>
    call(signCount, { params: { countId }, commandId }),
  )
  const maySign = count.signedBy === null && me?.id !== count.countedBy.staffId
  return (
    <>
      <p>
        {text('evening.counted-by', { name: count.countedBy.displayName })} <DateTime at={count.countedAt} />
        {count.signedBy && count.signedAt ? (
          <>
            <br />
            {text('evening.signed-by', { name: count.signedBy.displayName })} <DateTime at={count.signedAt} />
          </>
        ) : null}
      </p>
      <div className="actions">
        {maySign ? (
          <Button
            kind="primary"
            icon="pen"
            isPending={command.isPending}
            onPress={() => command.mutate(count.countId)}
          >
            {text('evening.sign')}
          </Button>
        ) : null}
        <a className="button plain" href={`${count.reportUrl}?language=${language}`} download>
          <Icon name="download" />
          <span>{text('evening.report')}</span>
        </a>
      </div>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}
