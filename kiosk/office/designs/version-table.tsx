import type { VersionSummary } from '../../api/designs.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Button } from '../../ui/button.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { DesignState } from './design-state.tsx'
import { useText } from './texts.ts'

interface VersionTableProps {
  versions: readonly VersionSummary[]
  /** number of the one that the page shows */
  shown: number
  onShow: (number: number) => void
}

/** Who drew what when, and what became of it; newest first. */
export function VersionTable({ versions, shown, onShow }: VersionTableProps) {
  const text = useText()
  return (
    <Section title={text('versions.title')}>
      <Table
        caption={text('versions.title')}
        rows={versions}
        keyOf={({ number }) => String(number)}
        columns={[
          {
            title: text('versions.version'),
            cell: ({ number, state }) => (
              <span className="version-name">
                {text('list.version', { number })} <DesignState state={state} />
              </span>
            ),
          },
          {
            title: text('versions.note'),
            cell: ({ note }) => note || <span className="soft">{text('versions.none')}</span>,
          },
          { title: text('versions.author'), cell: ({ made, saved }) => <Hand by={made.by} at={saved.at} /> },
          { title: text('versions.decision'), cell: (version) => <Decision {...version} /> },
          { title: text('versions.batches'), isNumber: true, cell: ({ batches }) => batches },
          {
            title: text('versions.look'),
            cell: ({ number }) =>
              number === shown ? (
                text('versions.shown')
              ) : (
                <Button kind="quiet" onPress={() => onShow(number)}>
                  {text('versions.show', { number })}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  )
}

function Hand({ by, at }: { by: string | null; at: string }) {
  const text = useText()
  return (
    <>
      {by ?? text('product')}
      <span className="soft small-line">
        <DateTime at={at} />
      </span>
    </>
  )
}

function Decision({ decided, decisionReason }: VersionSummary) {
  const text = useText()
  if (!decided) return null
  return (
    <>
      <Hand {...decided} />
      {decisionReason ? (
        <span className="small-line">{text('versions.reason', { reason: decisionReason })}</span>
      ) : null}
    </>
  )
}
