import { Link } from '@tanstack/react-router'
import type { Drive, DriveLive } from '../../api/drives.ts'
import { useFormats } from '../../i18n/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Table } from '../../ui/table.tsx'
import { Section } from '../section.tsx'
import { useText } from './texts.ts'

export function DriveToday({ drive, live }: { drive: Drive; live: DriveLive }) {
  const text = useText()
  const { number } = useFormats()
  const { newMembers: fresh, knownMembers: known } = live.today
  return (
    <Section
      title={text('drive.title')}
      actions={
        <Link to="/drives/$driveId" params={{ driveId: drive.id }} className="button plain">
          {text('drive.open')}
        </Link>
      }
    >
      <h3>{drive.name}</h3>
      <Progress
        label={text('drive.progress')}
        done={live.enrolled}
        total={live.target}
        rest={text('drive.today', { fresh, known })}
      />
      <Table
        caption={text('drive.title')}
        rows={live.booths}
        keyOf={({ boothId }) => boothId}
        columns={[
          { title: text('booths.name'), cell: ({ name }) => name },
          {
            title: text('booths.enrolments'),
            isNumber: true,
            cell: ({ enrolments }) => number(enrolments),
          },
          { title: text('booths.shifts'), isNumber: true, cell: ({ openShifts }) => number(openShifts) },
          { title: text('booths.cards'), isNumber: true, cell: ({ stock }) => number(stock.cards) },
        ]}
      />
    </Section>
  )
}
