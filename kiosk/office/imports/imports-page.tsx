import { Link } from '@tanstack/react-router'
import { getImports, type Import } from '../../api/imports.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { ClaimDialog } from './claim-dialog.tsx'
import { StateOfImport } from './import-state.tsx'
import { NewImport } from './new-import.tsx'
import { useText } from './texts.ts'
import './imports.css'

/** All imports of history, and the way to a new one. */
export function ImportsPage() {
  const text = useText()
  const imports = useRead(getImports, { everyMs: 5_000 })
  const programmes = useRead(getProgrammes)
  const hasRules = (programmes.data?.programmes.length ?? 0) > 0
  const list = imports.data?.imports
  return (
    <Page
      title={text('title')}
      lead={list && (list.length === 0 ? text('lead.none') : text('lead', { count: list.length }))}
      help={text('help')}
      actions={
        imports.data && hasRules ? (
          <>
            <NewImport mostBytes={imports.data.mostBytes} />
            <ClaimDialog />
          </>
        ) : null
      }
    >
      <Trouble of={[imports, programmes]} />
      {list?.length === 0 && programmes.data ? (
        <EmptyState
          icon="people"
          title={text('empty.title')}
          todo={text(hasRules ? 'empty.todo' : 'empty.programme')}
        />
      ) : null}
      {list && list.length > 0 ? <ImportTable imports={list} /> : null}
    </Page>
  )
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Table
      caption={text('list.caption')}
      rows={imports}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('list.file'),
          cell: ({ id, fileName }) => (
            <Link to="/settings/imports/$importId" params={{ importId: id }} className="import-name">
              {fileName}
            </Link>
          ),
        },
        { title: text('list.kind'), cell: ({ kind }) => text(`kind.${kind}`) },
        { title: text('list.state'), cell: (one) => <StateOfImport of={one} /> },
        { title: text('list.rows'), isNumber: true, cell: (one) => number(rowsTaken(one)) },
        { title: text('list.by'), cell: ({ startedBy }) => startedBy },
        { title: text('list.at'), cell: ({ startedAt }) => <DateTime at={startedAt} /> },
      ]}
    />
  )
}

const rowsTaken = ({ state, rowsGood }: Import): number =>
  state === 'running' || state === 'paused' || state === 'cancelled' || state === 'finished' ? rowsGood : 0
