import { Link, useParams } from '@tanstack/react-router'
import { getBatch, type Batch } from '../../api/cards.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { CardPicture } from '../../ui/card-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { BalanceLine } from './balance-line.tsx'
import { BlanksDialog, BringBackDialog, CloseDialog } from './batch-dialogs.tsx'
import { BatchState } from './batch-state.tsx'
import { BatchCards } from './batch-cards.tsx'
import { useDesignName } from './design-name.ts'
import { encodedOf } from './encoded.ts'
import { useText } from './texts.ts'
import './batches.css'

export function BatchPage() {
  const text = useText()
  const { batchId = '' } = useParams({ strict: false })
  const batch = useRead(getBatch, { params: { batchId } })
  const line = useLive([`batch:${batchId}`])
  return (
    <Page
      title={text('batch.title', { code: batch.data?.code ?? '…' })}
      lead={useLead(batch.data)}
      help={text('batch.help')}
      line={line}
      back={<Link to="/batches">{text('back')}</Link>}
      actions={batch.data ? <BatchActions batch={batch.data} /> : null}
    >
      <Trouble of={[batch]} />
      {batch.data ? <BatchBody batch={batch.data} /> : null}
    </Page>
  )
}

function useLead(batch: Batch | undefined) {
  const text = useText()
  if (!batch) return undefined
  const { quantity: count, balance, cards, state } = batch
  const done = encodedOf(cards)
  const figures = { count, done, spoiled: balance.spoiled, left: count - done }
  if (state === 'closed')
    return text('batch.lead.closed', { count: balance.issued, spoiled: balance.spoiled })
  if (done >= count) return text('batch.lead.done', { count })
  if (state === 'numbered') return text('batch.lead.numbered', { count })
  return text('batch.lead.encoding', figures)
}

function BatchActions({ batch }: { batch: Batch }) {
  const text = useText()
  const isDesk = useMay(desk)
  if (!isDesk) return null
  return (
    <>
      <a
        className="button plain"
        href={`/api/v1/batches/${batch.id}/cards.pdf`}
        download={`${batch.code}.pdf`}
      >
        <Icon name="download" />
        <span>{text('batch.pdf')}</span>
      </a>
      {batch.state === 'closed' ? null : (
        <Link to="/batches/$batchId/encode" params={{ batchId: batch.id }} className="button primary">
          <Icon name="tap" />
          <span>{text('batch.encode')}</span>
        </Link>
      )}
    </>
  )
}

function BatchBody({ batch }: { batch: Batch }) {
  const text = useText()
  const designName = useDesignName()
  const isOpenDesk = useMay(desk) && batch.state !== 'closed'
  return (
    <>
      <div className="batch-top">
        <figure className="batch-card">
          <CardPicture designId={batch.design} name={designName(batch.design)} />
          <figcaption>
            <strong>{designName(batch.design)}</strong> <BatchState state={batch.state} />
            <span className="soft">
              {text('batch.ordered')} <DateTime at={batch.orderedAt} />
            </span>
            {batch.closedAt ? (
              <span className="soft">
                {text('batch.closed')} <DateTime at={batch.closedAt} />
              </span>
            ) : null}
          </figcaption>
        </figure>
        <div className="batch-figures">
          <Progress label={text('batch.progress')} done={encodedOf(batch.cards)} total={batch.quantity} />
          <Section
            title={text('balance.title')}
            actions={
              isOpenDesk ? (
                <>
                  <BlanksDialog batchId={batch.id} />
                  <CloseDialog batchId={batch.id} />
                </>
              ) : null
            }
          >
            <BalanceLine balance={batch.balance} />
          </Section>
        </div>
      </div>
      <Whereabouts batch={batch} />
      <BatchCards batchId={batch.id} />
    </>
  )
}

function Whereabouts({ batch: { id, cards } }: { batch: Batch }) {
  const text = useText()
  const { number } = useFormats()
  const figures = [
    ['where.numbered', cards.numbered],
    ['where.encoding', cards.encoding],
    ['where.ready', cards.ready],
    ['where.allocated', cards.allocated],
    ['where.handed-over', cards.handedOver],
    ['where.spoiled', cards.spoiled],
  ] as const
  return (
    <Section
      title={text('where.title')}
      actions={cards.allocated > 0 ? <BringBackDialog batchId={id} /> : null}
    >
      <dl className="whereabouts">
        {figures.map(([name, value]) => (
          <div key={name} className={value === 0 ? 'soft' : undefined}>
            <dt>{text(name)}</dt>
            <dd className="figures">{number(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
