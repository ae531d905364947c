import type { LaptopState } from '../api/laptop.ts'
import { useFormats } from '../i18n/format.ts'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Table } from '../ui/table.tsx'
import { useText } from './texts.ts'

type Tablet = LaptopState['tablets'][number]

/** Every tablet that was paired here, with what of it headquarters does not have. */
export function TabletsSeen({ tablets }: Pick<LaptopState, 'tablets'>) {
  const text = useText()
  const formats = useFormats()
  return (
    <section>
      <h2>{text('tablets.title')}</h2>
      {tablets.length === 0 ? (
        <EmptyState
          icon="phone"
          title={text('tablets.none')}
          todo={text('tablets.none.todo', { address: `${location.origin}/booth/#tablet` })}
        />
      ) : (
        <Table
          caption={text('tablets.title')}
          rows={tablets}
          keyOf={({ id }) => id}
          columns={[
            { title: text('tablets.name'), cell: ({ name }) => name },
            { title: text('tablets.booth'), cell: ({ boothName }) => boothName },
            {
              title: text('tablets.seen'),
              cell: ({ seenAt }) => (seenAt ? formats.dateTime(seenAt) : text('tablets.never')),
            },
            {
              title: text('tablets.waiting'),
              cell: ({ waiting }) => formats.number(waiting),
              isNumber: true,
            },
            { title: text('tablets.state'), cell: (tablet) => <State {...tablet} /> },
          ]}
        />
      )}
    </section>
  )
}

function State({ isRevoked, isBroken }: Tablet) {
  const text = useText()
  if (isRevoked)
    return (
      <Badge tone="bad" icon="alert">
        {text('tablets.revoked')}
      </Badge>
    )
  if (isBroken)
    return (
      <Badge tone="caution" icon="alert">
        {text('tablets.broken')}
      </Badge>
    )
  return (
    <Badge tone="good" icon="check">
      {text('tablets.fine')}
    </Badge>
  )
}
