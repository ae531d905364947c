import { Link } from '@tanstack/react-router'
import { getDrives, type Drive } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { useShopDay } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { managers } from '../roles.ts'
import { useMay } from '../use-may.ts'
import { firstDay, lastDay, stateOn } from './drive-days.ts'
import { DriveStateBadge } from './drive-state.tsx'
import { useText } from './texts.ts'

export function DrivesPage() {
  const text = useText()
  const mayPlan = useMay(managers)
  const drives = useRead(getDrives)
  const list = drives.data?.drives
  const plan = mayPlan ? (
    <Link to="/drives/new" className="button primary">
      {text('plan')}
    </Link>
  ) : null
  return (
    <Page
      title={text('title')}
      lead={useLead(list)}
      help={text('help')}
      actions={list && list.length > 0 ? plan : null}
    >
      <Trouble of={[drives]} />
      {list?.length === 0 ? (
        <EmptyState icon="calendar" title={text('empty.title')} todo={text('empty.todo')}>
          {plan}
        </EmptyState>
      ) : null}
      {list && list.length > 0 ? <DriveTable drives={list} /> : null}
    </Page>
  )
}

function useLead(drives: readonly Drive[] | undefined) {
  const text = useText()
  const { day } = useFormats()
  const today = useShopDay()
  if (!drives) return undefined
  if (drives.length === 0) return text('lead.none')
  const now = drives.find((drive) => stateOn(drive, today) === 'today')
  if (now) return text('lead.today', { name: now.name, enrolled: now.enrolled })
  const next = drives.findLast((drive) => stateOn(drive, today) === 'planned')
  if (next) return text('lead.next', { name: next.name, day: day(firstDay(next)) })
  return text('lead.past', { count: drives.length })
}

function DriveTable({ drives }: { drives: readonly Drive[] }) {
  const text = useText()
  const { day, number } = useFormats()
  const today = useShopDay()
  return (
    <Table
      caption={text('list.caption')}
      rows={drives}
      keyOf={({ id }) => id}
      columns={[
        {
          title: text('list.name'),
          cell: ({ id, name }) => (
            <Link to="/drives/$driveId" params={{ driveId: id }} className="row-link">
              {name}
            </Link>
          ),
        },
        {
          title: text('list.days'),
          cell: (drive) => {
            const [first, last] = [day(firstDay(drive)), day(lastDay(drive))]
            return first === last ? first : text('days.span', { first, last })
          },
        },
        { title: text('list.booths'), isNumber: true, cell: ({ booths }) => number(booths.length) },
        {
          title: text('list.enrolled'),
          isNumber: true,
          cell: ({ enrolled, target }) => (
            <span className="of-total">
              <span>
                {number(enrolled)} / {number(target)}
              </span>
              <meter min={0} max={target} value={enrolled} aria-label={text('list.enrolled')} />
            </span>
          ),
        },
        { title: text('list.state'), cell: (drive) => <DriveStateBadge state={stateOn(drive, today)} /> },
      ]}
    />
  )
}
