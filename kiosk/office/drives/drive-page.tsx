import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getDrive, getDriveLive, type Drive, type DriveLive } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Select } from '../../ui/select.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Page } from '../page.tsx'
import { atBooths, managers } from '../roles.ts'
import { useShopDay } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { useMay } from '../use-may.ts'
import { DriveBooths } from './drive-booths.tsx'
import { HoursChart } from './hours-chart.tsx'
import { SourcesTable } from './sources-table.tsx'
import { DaysSection, TeamSection } from './team-and-days.tsx'
import { dayShown } from './drive-days.ts'
import { useText } from './texts.ts'
import './drives.css'

export function DrivePage() {
  const text = useText()
  const { driveId = '' } = useParams({ strict: false })
  const today = useShopDay()
  const [chosenDay, setDay] = useState<string>()
  const drive = useRead(getDrive, { params: { driveId } })
  const day = chosenDay ?? (drive.data ? dayShown(drive.data, today) : undefined)
  const live = useRead(getDriveLive, {
    params: { driveId },
    query: { day },
    isWanted: drive.isSuccess,
  })
  const line = useLive([`drive:${driveId}`])
  const mayRead = useMay(managers)
  const mayTypeForms = useMay(atBooths)
  return (
    <Page
      title={drive.data?.name ?? text('title')}
      lead={useLead(drive.data, live.data)}
      help={text('drive.help')}
      line={line}
      back={<Link to="/drives">{text('back')}</Link>}
      actions={
        <>
          {mayTypeForms ? (
            <Link to="/drives/$driveId/forms" params={{ driveId }} className="button quiet">
              <Icon name="pen" />
              <span>{text('drive.forms')}</span>
            </Link>
          ) : null}
          <Link to="/drives/$driveId/live" params={{ driveId }} className="button plain">
            <Icon name="today" />
            <span>{text('live.open')}</span>
          </Link>
          {mayRead ? (
            <Link to="/drives/$driveId/plan" params={{ driveId }} className="button quiet">
              <Icon name="calendar" />
              <span>{text('plan.open')}</span>
            </Link>
          ) : null}
          {mayRead ? (
            <Link to="/drives/$driveId/results" params={{ driveId }} className="button plain">
              <Icon name="check" />
              <span>{text('results.open')}</span>
            </Link>
          ) : null}
          {mayRead ? (
            <Link to="/drives/$driveId/tablets" params={{ driveId }} className="button plain">
              <Icon name="phone" />
              <span>{text('drive.tablets')}</span>
            </Link>
          ) : null}
          <Link to="/drives/$driveId/evening" params={{ driveId }} className="button plain">
            <Icon name="pen" />
            <span>{text('drive.evening')}</span>
          </Link>
        </>
      }
    >
      <Trouble of={[drive, live]} />
      {drive.data && live.data ? (
        <>
          <Figures drive={drive.data} live={live.data} day={day} onDay={setDay} />
          <DriveBooths drive={drive.data} live={live.data} />
          <div className="two-columns">
            <HoursChart hours={live.data.hours} />
            <SourcesTable sources={live.data.sources} />
          </div>
          <div className="two-columns">
            <TeamSection drive={drive.data} />
            <DaysSection drive={drive.data} />
          </div>
        </>
      ) : null}
    </Page>
  )
}

function useLead(drive: Drive | undefined, live: DriveLive | undefined) {
  const text = useText()
  const today = useShopDay()
  if (!drive || !live) return undefined
  const at = drive.days.findIndex(({ day }) => day === today)
  const { enrolled, target, today: figures } = live
  if (at < 0 || live.day !== drive.days[at]?.day) return text('drive.lead.other', { enrolled, target })
  return text('drive.lead.today', {
    day: at + 1,
    days: drive.days.length,
    today: figures.newMembers + figures.knownMembers,
    enrolled,
    target,
  })
}

interface FiguresProps {
  drive: Drive
  live: DriveLive
  day: string | undefined
  onDay: (day: string) => void
}

function Figures({ drive, live, day, onDay }: FiguresProps) {
  const text = useText()
  const { number, day: inWords } = useFormats()
  return (
    <div className="drive-figures">
      <Stats>
        <Stat label={text('drive.new')}>{number(live.today.newMembers)}</Stat>
        <Stat label={text('drive.known')}>{number(live.today.knownMembers)}</Stat>
        <Stat label={text('drive.all')}>{number(live.enrolled)}</Stat>
      </Stats>
      <Progress label={text('drive.target')} done={live.enrolled} total={live.target} />
      {drive.days.length > 1 ? (
        <Select
          label={text('drive.day')}
          value={day}
          onChange={onDay}
          options={drive.days.map(({ day: option }) => ({ value: option, label: inWords(option) }))}
        />
      ) : null}
    </div>
  )
}
