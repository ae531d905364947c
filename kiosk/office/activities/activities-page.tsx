import { call } from '../../api/call.ts'
import { closeActivity, getActivities, type Activity } from '../../api/occasions.ts'
import { useChange, useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Points } from '../../ui/amounts.tsx'
import { Badge } from '../../ui/badge.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Table } from '../../ui/table.tsx'
import { DialogButton } from '../dialog-button.tsx'
import { OfficeForm } from '../office-form.tsx'
import { Page } from '../page.tsx'
import { managers } from '../roles.ts'
import { Section } from '../section.tsx'
import { Trouble } from '../trouble.tsx'
import { useMay } from '../use-may.ts'
import { CheckIn } from './check-in.tsx'
import { OpenActivity } from './open-activity.tsx'
import { useText } from './texts.ts'

export function ActivitiesPage() {
  const text = useText()
  const mayOpen = useMay(managers)
  const found = useRead(getActivities)
  const activities = found.data?.activities
  const open = activities?.filter(({ isOpen }) => isOpen).length ?? 0
  return (
    <Page
      title={text('title')}
      lead={activities && (open > 0 ? text('lead.open', { count: open }) : text('lead.none'))}
      help={text('help')}
      actions={mayOpen && activities?.length ? <OpenActivity /> : null}
    >
      <Trouble of={[found]} />
      {activities?.length === 0 ? (
        <EmptyState icon="calendar" title={text('empty.title')} todo={text('empty.todo')}>
          {mayOpen ? <OpenActivity /> : null}
        </EmptyState>
      ) : null}
      {activities?.length ? <ActivityTable activities={activities} /> : null}
    </Page>
  )
}

function ActivityTable({ activities }: { activities: readonly Activity[] }) {
  const text = useText()
  const nameOf = useName()
  const { date, number } = useFormats()
  const mayClose = useMay(managers)
  const mayCheckIn = useMay([...managers, 'promoter'])
  const days = ({ fromDay, untilDay }: Activity) =>
    fromDay === untilDay ? date(fromDay) : `${date(fromDay)} – ${date(untilDay)}`
  return (
    <Section title={text('list')}>
      <Table
        caption={text('list')}
        rows={activities}
        keyOf={({ id }) => id}
        columns={[
          { title: text('list.name'), cell: nameOf },
          { title: text('list.days'), cell: days },
          {
            title: text('list.points'),
            isNumber: true,
            cell: ({ points }) => <Points points={points} />,
          },
          { title: text('list.came'), isNumber: true, cell: ({ checkedIn }) => number(checkedIn) },
          {
            title: text('list.state'),
            cell: ({ isOpen }) => (
              <Badge tone={isOpen ? 'good' : 'plain'} icon={isOpen ? 'check' : 'clock'}>
                {text(isOpen ? 'state.open' : 'state.shut')}
              </Badge>
            ),
          },
          {
            title: text('list.do'),
            cell: (activity) => (
              <span className="actions">
                {activity.isOpen && mayCheckIn ? <CheckIn activity={activity} /> : null}
                {activity.isOpen && mayClose ? <Close activity={activity} /> : null}
              </span>
            ),
          },
        ]}
      />
    </Section>
  )
}

function Close({ activity }: { activity: Activity }) {
  const text = useText()
  const nameOf = useName()
  const params = { activityId: activity.id }
  const command = useChange((_: null, commandId) => call(closeActivity, { params, commandId }))
  return (
    <DialogButton label={text('close')} title={text('close')} kind="quiet">
      {(close) => (
        <OfficeForm
          submit={text('close')}
          command={command}
          isComplete
          onCancel={close}
          onSubmit={() => command.mutate(null, { onSuccess: close })}
        >
          <p>{text('close.words', { name: nameOf(activity) })}</p>
        </OfficeForm>
      )}
    </DialogButton>
  )
}
