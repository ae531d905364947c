import { Link, useParams } from '@tanstack/react-router'
import { getBatch, getLife, type Batch, type BatchLife } from '../../api/cards.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { CardPicture } from '../../ui/card-picture.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Page } from '../page.tsx'
import { PrintBatchDialog } from '../printing/print-batch-dialog.tsx'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { desk } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { BalanceLine } from './balance-line.tsx'
import { OrderWaits } from './approve-dialog.tsx'
import { BlanksDialog, BringBackDialog, CloseDialog, CountDialog } from './batch-dialogs.tsx'
import { BatchState } from './batch-state.tsx'
import { BatchSteps } from './batch-steps.tsx'
import { BooksSection } from './books-section.tsx'
import { BoxesSection } from './boxes-section.tsx'
import { chips } from './chips.ts'
import { BatchCards } from './batch-cards.tsx'
import { CardWordsDialog } from './card-words-dialog.tsx'
import { useDesignName } from './design-name.ts'
import { encodedOf } from './encoded.ts'
import { useText } from './texts.ts'
import { TransfersSection } from './transfers-section.tsx'
import { VerifySection } from './verify-section.tsx'
import './batches.css'

export function BatchPage() {
  const text = useText()
  const { batchId = '' } = useParams({ strict: false })
  const batch = useRead(getBatch, { params: { batchId } })
  const life = useRead(getLife, { params: { batchId } })
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
      <Trouble of={[batch, life]} />
      {batch.data && life.data ? <BatchBody batch={batch.data} life={life.data} /> : null}
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
  if (state === 'ordered') return text('batch.lead.ordered', { count })
  if (state === 'refused') return text('batch.lead.refused')
  if (done === 0) return text('batch.lead.numbered', { count })
  return text('batch.lead.encoding', figures)
}

function BatchActions({ batch }: { batch: Batch }) {
  const text = useText()
  const isDesk = useMay(desk)
  if (!isDesk || isBeforeNumbers(batch)) return null
  return (
    <>
      {batch.state === 'closed' ? null : <CardWordsDialog batch={batch} />}
      {batch.state === 'closed' ? null : <PrintBatchDialog batch={batch} />}
      {batch.state === 'closed' ? null : (
        <Link
          to="/batches/$batchId/encode"
          params={{ batchId: batch.id }}
          className={encodedOf(batch.cards) < batch.quantity ? 'button primary' : 'button plain'}
        >
          <Icon name="tap" />
          <span>{text('batch.encode')}</span>
        </Link>
      )}
    </>
  )
}

const isBeforeNumbers = ({ state }: Batch) =>
  state === 'ordered' || state === 'approved' || state === 'refused'

function BatchBody({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const designName = useDesignName()
  const isDesk = useMay(desk)
  const isOpenDesk = isDesk && batch.state !== 'closed' && batch.state !== 'refused'
  const hasFinished = encodedOf(batch.cards) > 0
  const chip = chips.find(({ code }) => code === batch.chip)
  return (
    <>
      <BatchSteps batch={batch} life={life} />
      {batch.state === 'ordered' ? <OrderWaits batch={batch} life={life} /> : null}
      <div className="batch-top">
        <figure className="batch-card">
          <CardPicture
            designId={batch.design}
            version={batch.designVersion}
            name={designName(batch.design)}
          />
          <figcaption>
            <strong>{designName(batch.design)}</strong> <BatchState state={batch.state} />
            <span className="soft">{chip?.name || text('chip.stripe-only')}</span>
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
                  <CountDialog batchId={batch.id} />
                  {isBeforeNumbers(batch) ? null : <CloseDialog batchId={batch.id} />}
                </>
              ) : null
            }
          >
            <BalanceLine balance={batch.balance} />
          </Section>
        </div>
      </div>
      {isOpenDesk && hasFinished ? <VerifySection batch={batch} life={life} /> : null}
      {hasFinished || life.boxes.length > 0 ? <BoxesSection batch={batch} life={life} /> : null}
      {life.transfers.length > 0 ? <TransfersSection life={life} /> : null}
      {isBeforeNumbers(batch) ? null : (
        <>
          <Whereabouts batch={batch} />
          <BooksSection batchId={batch.id} />
          <BatchCards batchId={batch.id} />
        </>
      )}
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
    ['where.boxed', cards.boxed],
    ['where.way', cards.onTheWay],
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
