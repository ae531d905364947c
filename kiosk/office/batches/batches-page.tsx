import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getBatches, type Batch } from '../../api/cards.ts'
import { getProgrammes } from '../../api/programmes.ts'
import { useRead } from '../../api/reading.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../page.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { BatchTable } from './batch-table.tsx'
import { encodedOf } from './encoded.ts'
import { useText } from './texts.ts'

export function BatchesPage() {
  const text = useText()
  const [before, setBefore] = useState<string>()
  const batches = useRead(getBatches, { query: { before } })
  const programmes = useRead(getProgrammes)
  const mayOrder = useMay(desk) && (programmes.data?.programmes.length ?? 0) > 0
  const list = batches.data?.batches
  const line = useLive(topicsOf(list ?? []))

  return (
    <Page
      title={text('title')}
      lead={useLead(list)}
      help={text('help')}
      line={line}
      actions={mayOrder ? <OrderLink /> : null}
    >
      <Trouble of={[batches, programmes]} />
      {programmes.data?.programmes.length === 0 ? <ProgrammeFirst /> : null}
      {list?.length === 0 && mayOrder ? (
        <EmptyState icon="card" title={text('empty.title')} todo={text('empty.todo')} />
      ) : null}
      {list && list.length > 0 ? <BatchTable batches={list} /> : null}
      {batches.data?.next ? (
        <p>
          <Button onPress={() => setBefore(batches.data.next ?? undefined)}>{text('list.more')}</Button>
        </p>
      ) : null}
    </Page>
  )
}

/** The server lets a page watch ten topics: the batches that can still move come first. */
const topicsOf = (batches: readonly Batch[]) =>
  batches
    .filter(({ state }) => state !== 'closed')
    .slice(0, 10)
    .map(({ id }) => `batch:${id}`)

function useLead(batches: readonly Batch[] | undefined) {
  const text = useText()
  if (!batches) return undefined
  if (batches.length === 0) return text('lead.none')
  const ordered = batches.filter(({ state }) => state === 'ordered').length
  if (ordered > 0) return text('lead.ordered', { count: ordered })
  const encoding = batches.filter(({ state }) => state === 'encoding')
  const left = encoding.reduce((sum, { quantity, cards }) => sum + quantity - encodedOf(cards), 0)
  if (encoding.length > 0) return text('lead.encoding', { count: encoding.length, left })
  const numbered = batches.filter(({ state }) => state === 'numbered' || state === 'printed').length
  if (numbered > 0) return text('lead.numbered', { count: numbered })
  const open = batches.filter(({ state }) => state === 'verifying' || state === 'boxed').length
  if (open > 0) return text('lead.finished', { count: open })
  return text('lead.closed', { count: batches.length })
}

const OrderLink = () => (
  <Link to="/batches/new" className="button primary">
    {useText()('order')}
  </Link>
)

function ProgrammeFirst() {
  const text = useText()
  return (
    <EmptyState icon="card" title={text('empty.title')} todo={text('empty.programme')}>
      <Link to="/programme" className="button primary">
        {text('empty.programme.go')}
      </Link>
    </EmptyState>
  )
}
