import type { Batch, BatchLife, CardBox } from '../../api/cards.ts'
import { currentLanguage } from '../../i18n/language.ts'
import { DateTime } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Table } from '../../ui/table.tsx'
import { carriers, desk } from '../roles.ts'
import { Section } from '../section.tsx'
import { useMay } from '../use-may.ts'
import { OpenBoxDialog, SendBoxDialog } from './box-dialogs.tsx'
import { SealDialog, SendDialog } from './loose-dialogs.tsx'
import { useText } from './texts.ts'

/** Sealed boxes and the loose finished cards, and what one can do with them. */
export function BoxesSection({ batch, life }: { batch: Batch; life: BatchLife }) {
  const text = useText()
  const isDesk = useMay(desk) && batch.state !== 'closed'
  const mayCarry = useMay(carriers)
  const { ready } = batch.cards
  return (
    <Section
      title={text('boxes.title')}
      actions={
        ready > 0 ? (
          <>
            {isDesk ? <SealDialog batchId={batch.id} ready={ready} /> : null}
            {mayCarry ? <SendDialog batchId={batch.id} ready={ready} /> : null}
          </>
        ) : null
      }
    >
      <p className="soft">{text('boxes.words', { count: ready })}</p>
      {life.boxes.length > 0 ? <BoxTable boxes={life.boxes} isDesk={isDesk} mayCarry={mayCarry} /> : null}
    </Section>
  )
}

function BoxTable({
  boxes,
  isDesk,
  mayCarry,
}: {
  boxes: readonly CardBox[]
  isDesk: boolean
  mayCarry: boolean
}) {
  const text = useText()
  return (
    <Table
      caption={text('boxes.caption')}
      rows={boxes}
      keyOf={({ id }) => id}
      columns={[
        { title: text('boxes.code'), cell: ({ code }) => <code>{code}</code> },
        { title: text('boxes.quantity'), isNumber: true, cell: ({ quantity }) => quantity },
        {
          title: text('boxes.range'),
          cell: ({ firstPosition, lastPosition }) =>
            text('range', { first: firstPosition, last: lastPosition }),
        },
        {
          title: text('boxes.sealed'),
          cell: ({ sealedBy, sealedAt }) => (
            <>
              {sealedBy} · <DateTime at={sealedAt} />
            </>
          ),
        },
        { title: text('boxes.where'), cell: (box) => <BoxPlace box={box} /> },
        {
          title: text('cards.do'),
          cell: (box) => (
            <span className="actions">
              {mayCarry && box.openedAt === null ? <LabelLink box={box} /> : null}
              {mayCarry && isWhole(box) ? <SendBoxDialog box={box} /> : null}
              {isDesk && isWhole(box) ? <OpenBoxDialog box={box} /> : null}
            </span>
          ),
        },
      ]}
    />
  )
}

/** Opens the box's label, ready to be printed. */
function LabelLink({ box: { id, code } }: { box: CardBox }) {
  const text = useText()
  return (
    <a
      className="button quiet"
      href={`/api/v1/boxes/${id}/label.pdf?language=${currentLanguage()}`}
      target="_blank"
      rel="noreferrer"
      aria-label={text('boxes.label.of', { code })}
    >
      <Icon name="download" />
      {text('boxes.label')}
    </a>
  )
}

const isWhole = ({ openedAt, inOffice, quantity }: CardBox) => openedAt === null && inOffice === quantity

function BoxPlace({ box }: { box: CardBox }) {
  const text = useText()
  if (box.openedAt !== null)
    return (
      <Badge tone="plain" icon="box">
        {text('boxes.opened', { name: box.openedBy ?? '' })}
      </Badge>
    )
  if (box.onTheWay > 0)
    return (
      <Badge tone="caution" icon="clock">
        {text('boxes.way')}
      </Badge>
    )
  if (box.inOffice === box.quantity)
    return (
      <Badge tone="good" icon="check">
        {text('boxes.here')}
      </Badge>
    )
  return <>{text('boxes.gone', { here: box.atPlaces, given: box.handedOver })}</>
}
