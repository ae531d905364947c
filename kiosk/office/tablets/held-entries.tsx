import { call } from '../../api/call.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { dropHeld, getHeld, judgeHeld, type Held, type Tablet } from '../../api/tablets.ts'
import { Button } from '../../ui/button.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useText } from './texts.ts'

/** Entries that were not judged by themselves: one by one, or all that the tablet signed. */
export function HeldEntries({ tablet }: { tablet: Tablet }) {
  const text = useText()
  const held = useRead(getHeld, { params: { tabletId: tablet.id } })
  const rows = held.data?.held ?? []
  const judging = useChange((heldIds: string[] | undefined, commandId) =>
    call(judgeHeld, {
      params: { tabletId: tablet.id },
      body: heldIds ? { heldIds } : {},
      commandId,
    }),
  )
  const isAny = rows.some(
    ({ settledAs, isSigned, because }) => settledAs === null && isSigned && because !== 'entry-unreadable',
  )
  return (
    <Section
      title={text('held.title')}
      actions={
        isAny ? (
          <Button kind="primary" isPending={judging.isPending} onPress={() => judging.mutate(undefined)}>
            {text('held.judge-all')}
          </Button>
        ) : null
      }
    >
      <Trouble of={[held]} />
      {judging.data ? <Notice tone="good" title={text('held.result', judging.data)} /> : null}
      {judging.isError ? <ProblemNotice problem={judging.error} /> : null}
      {held.data && rows.length === 0 ? <p className="soft">{text('held.none')}</p> : null}
      {rows.length > 0 ? (
        <Table
          caption={text('held.title')}
          rows={rows}
          keyOf={({ id }) => id}
          columns={[
            { title: text('held.number'), cell: ({ number }) => number ?? text('never') },
            {
              title: text('held.kind'),
              cell: ({ kind }) => text(isKind(kind) ? `kind.${kind}` : 'kind.unknown'),
            },
            {
              title: text('held.because'),
              cell: ({ because, isSigned }) => (
                <>
                  {text(`because.${because}`)}
                  {isSigned ? null : <span className="small-line">{text('held.unsigned')}</span>}
                </>
              ),
            },
            {
              title: text('held.state'),
              cell: ({ settledAs }) => text(settledAs ? `settled.${settledAs}` : 'held.waiting'),
            },
            {
              title: text('held.do'),
              cell: (one) =>
                one.settledAs ? null : (
                  <div className="actions">
                    <Button
                      kind="quiet"
                      isPending={judging.isPending}
                      onPress={() => judging.mutate([one.id])}
                    >
                      {text('held.judge')}
                    </Button>
                    <Drop tablet={tablet} held={one} />
                  </div>
                ),
            },
          ]}
        />
      ) : null}
    </Section>
  )
}

const KINDS = [
  'enrolment',
  'shift-opened',
  'shift-closed',
  'gift-returned',
  'gift-swapped',
  'gift-broken',
  'handover',
] as const
const isKind = (kind: string | null): kind is (typeof KINDS)[number] => KINDS.some((one) => one === kind)

function Drop({ tablet, held }: { tablet: Tablet; held: Held }) {
  const text = useText()
  const command = useChange((_: void, commandId) =>
    call(dropHeld, { params: { tabletId: tablet.id, heldId: held.id }, commandId }),
  )
  return (
    <>
      <Button kind="quiet" isPending={command.isPending} onPress={() => command.mutate()}>
        {text('held.drop')}
      </Button>
      {command.isError ? <ProblemNotice problem={command.error} /> : null}
    </>
  )
}
