import { Link, useParams } from '@tanstack/react-router'
import { useRef } from 'react'
import { getDrive, getDriveLive, type DriveLive } from '../../api/drives.ts'
import { useRead } from '../../api/reading.ts'
import { useFormats } from '../../i18n/format.ts'
import { useName } from '../../i18n/names.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Progress } from '../../ui/progress.tsx'
import { Stat, Stats } from '../../ui/stat.tsx'
import { Table } from '../../ui/table.tsx'
import { Page } from '../page.tsx'
import { Section } from '../section.tsx'
import { useShopDay } from '../shop-day.ts'
import { Trouble } from '../trouble.tsx'
import { useLive } from '../use-live.ts'
import { dayShown } from './drive-days.ts'
import { HoursChart } from './hours-chart.tsx'
import { LiveBooths } from './live-booths.tsx'
import { SourcesTable } from './sources-table.tsx'
import { useText } from './texts.ts'
import './live.css'

/** The drive's day for a wall screen and a phone: it follows by itself. */
export function LivePage() {
  const text = useText()
  const { driveId = '' } = useParams({ strict: false })
  const board = useRef<HTMLDivElement>(null)
  const today = useShopDay()
  const drive = useRead(getDrive, { params: { driveId } })
  const day = drive.data ? dayShown(drive.data, today) : undefined
  const live = useRead(getDriveLive, { params: { driveId }, query: { day }, isWanted: drive.isSuccess })
  const line = useLive([`drive:${driveId}`])
  return (
    <Page
      title={text('live.title', { name: drive.data?.name ?? '…' })}
      lead={useLead(live.data, today)}
      help={text('live.help')}
      line={line}
      back={
        <Link to="/drives/$driveId" params={{ driveId }}>
          {text('evening.back')}
        </Link>
      }
      actions={
        <Button icon="calendar" onPress={() => void board.current?.requestFullscreen()}>
          {text('live.wall')}
        </Button>
      }
    >
      <Trouble of={[drive, live]} />
      <div className="live-board" ref={board}>
        {live.data ? <Board live={live.data} /> : null}
      </div>
    </Page>
  )
}

function useLead(live: DriveLive | undefined, today: string) {
  const text = useText()
  if (!live) return undefined
  const enrolled = live.today.newMembers + live.today.knownMembers
  const figures = { today: enrolled, due: live.dueByNow, target: live.dayTarget }
  return live.day === today ? text('live.lead', figures) : text('live.lead.closed', figures)
}

function Board({ live }: { live: DriveLive }) {
  const text = useText()
  const { number } = useFormats()
  const enrolled = live.today.newMembers + live.today.knownMembers
  return (
    <>
      <div className="live-figures">
        <Stats>
          <Stat label={text('live.today')}>{number(enrolled)}</Stat>
          <Stat label={text('live.due')}>{number(live.dueByNow)}</Stat>
          <Stat label={text('live.day-target')}>{number(live.dayTarget)}</Stat>
          <Stat label={text('live.hour-target')}>{number(live.hourTarget)}</Stat>
        </Stats>
        <Progress label={text('live.progress')} done={enrolled} total={live.dayTarget} />
      </div>
      <Alerts live={live} />
      <LiveBooths live={live} />
      <div className="live-columns">
        <HoursChart hours={live.hours} />
        <div>
          <SourcesTable sources={live.sources} />
          <People people={live.people} />
        </div>
      </div>
    </>
  )
}

function Alerts({ live: { alerts, booths } }: { live: DriveLive }) {
  const text = useText()
  const nameOf = useName()
  if (alerts.length === 0) return <p className="live-fine">{text('live.fine')}</p>
  return (
    <section aria-label={text('live.alerts')}>
      <ul className="live-alerts">
        {alerts.map(({ kind, boothId, giftId, tabletName, minutes }) => {
          const booth = booths.find((one) => one.boothId === boothId)
          const gift = booth?.stock.gifts.find((one) => one.giftId === giftId)
          return (
            <li key={[kind, boothId, giftId, tabletName].join(' ')}>
              <Icon name="alert" />
              <span>
                {text(`live.alert.${kind}`, {
                  booth: booth?.name ?? '',
                  gift: gift ? nameOf(gift) : '',
                  tablet: tabletName ?? '',
                  minutes: minutes ?? 0,
                })}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function People({ people }: { people: DriveLive['people'] }) {
  const text = useText()
  const { number } = useFormats()
  return (
    <Section title={text('live.people')}>
      <Table
        caption={text('live.people')}
        rows={people}
        keyOf={({ staffId }) => staffId}
        columns={[
          { title: text('live.people'), cell: ({ displayName }) => displayName },
          {
            title: text('drive.enrolments'),
            isNumber: true,
            cell: ({ enrolments }) => number(enrolments),
          },
        ]}
      />
    </Section>
  )
}
