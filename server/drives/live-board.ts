import { dayOf, minutesAfter, startOfDay } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { boothsOfDrives, type BoothRow } from './booth-queries.ts'
import { daysOf, enrolledIn, findDrive, sourcesOf } from './drive-queries.ts'
import { showSource } from './drive-view.ts'
import {
  dayTotals,
  enrolmentsByBooth,
  enrolmentsByHour,
  enrolmentsByPerson,
  enrolmentsBySource,
} from './figures.ts'
import { alertsOf } from './live-alerts.ts'
import { goneSince, queuesOf, rhythmOf, tabletsOf, type BoothRhythm } from './live-queries.ts'
import type { DriveLive, LiveBooth, Pace } from './live-schema.ts'
import { targetsOf } from './plan-queries.ts'
import { countOpenShifts } from './shift-queries.ts'
import { boothStock } from './stock.ts'

/** How fast things go is read from so many minutes before now, or from the first enrolment of the day where that is later. */
const PACE_MINUTES = 120
const LEAST_PACE_MINUTES = 15
const GAP_MINUTES = 60
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** A drive's day as it stands now; undefined when there is no such drive. */
export async function showLiveBoard(
  db: Db,
  driveId: string,
  { day, now }: { day: string; now: Date },
): Promise<DriveLive | undefined> {
  const drive = await findDrive(db, driveId)
  if (!drive) return undefined
  const scope = { driveId, day }
  const [enrolled, today, hours, sources, bySource, people, days, targets, tablets] = await Promise.all([
    enrolledIn(db, [driveId]),
    dayTotals(db, scope),
    enrolmentsByHour(db, scope),
    sourcesOf(db, [driveId]),
    enrolmentsBySource(db, scope),
    enrolmentsByPerson(db, scope),
    daysOf(db, [driveId]),
    targetsOf(db, driveId),
    tabletsOf(db, driveId),
  ])
  const booths = await showBooths(db, { ...scope, now, targets })
  const planned = booths.reduce((sum, booth) => sum + (booth.target ?? 0), 0)
  const open = openingOf(days.find((one) => one.day === day))
  const dayTarget = planned > 0 ? planned : Math.ceil(drive.target / Math.max(1, days.length))
  const spread = spreadOver(dayTarget, open, now)
  const enrolledToday = today.newMembers + today.knownMembers
  return {
    driveId,
    day,
    target: drive.target,
    enrolled: enrolled.get(driveId) ?? 0,
    today,
    hours,
    sources: sources.map((row) => ({ ...showSource(row), enrolments: bySource.get(row.code) ?? 0 })),
    booths,
    people,
    at: now.toISOString(),
    opensAt: open?.hours.opensAt ?? null,
    closesAt: open?.hours.closesAt ?? null,
    dayTarget,
    ...spread,
    paceMinutes: PACE_MINUTES,
    alerts:
      open && day === dayOf(now)
        ? alertsOf({
            ...open,
            now,
            booths,
            tablets: tablets.map((row) => ({
              boothId: row.booth_id,
              name: row.name,
              lastHeardAt: row.seen_at ?? row.paired_at,
            })),
            enrolled: enrolledToday,
            dueByNow: spread.dueByNow,
          })
        : [],
  }
}

type Opening = { opensAt: Date; closesAt: Date; hours: { opensAt: string; closesAt: string } }

function openingOf(
  row: { day: string; opens_at: string; closes_at: string } | undefined,
): Opening | undefined {
  if (!row) return undefined
  const at = (time: string) => new Date(`${row.day}T${time}+08:00`)
  return {
    opensAt: at(row.opens_at),
    closesAt: at(row.closes_at),
    hours: { opensAt: row.opens_at.slice(0, 5), closesAt: row.closes_at.slice(0, 5) },
  }
}

/** A day's target spread evenly over its hours; rounded down, so that nobody is behind by a rounding. */
function spreadOver(
  dayTarget: number,
  open: Opening | undefined,
  now: Date,
): { dueByNow: number; hourTarget: number } {
  if (!open) return { dueByNow: 0, hourTarget: 0 }
  const lasts = open.closesAt.getTime() - open.opensAt.getTime()
  const gone = Math.min(lasts, Math.max(0, now.getTime() - open.opensAt.getTime()))
  return {
    dueByNow: Math.floor((dayTarget * gone) / lasts),
    hourTarget: Math.round((dayTarget * HOUR_MS * 10) / lasts) / 10,
  }
}

interface Looking {
  driveId: string
  day: string
  now: Date
  targets: readonly { booth_id: string; day: string; target: number }[]
}

async function showBooths(db: Db, { driveId, day, now, targets }: Looking): Promise<LiveBooth[]> {
  const from = startOfDay(day)
  const span = { from, to: new Date(from.getTime() + DAY_MS), gapsSince: minutesAfter(now, -GAP_MINUTES) }
  const [booths, byBooth, rhythms, gone, queues] = await Promise.all([
    boothsOfDrives(db, [driveId]),
    enrolmentsByBooth(db, { driveId, day }),
    rhythmOf(db, driveId, span),
    goneSince(db, driveId, minutesAfter(now, -PACE_MINUTES)),
    queuesOf(db, driveId),
  ])
  const isToday = day === dayOf(now)
  return Promise.all(
    booths.map(async (booth) => {
      const rhythm = rhythms.find(({ boothId }) => boothId === booth.id)
      const pace = paceAt(booth, { rhythm: isToday ? rhythm : undefined, gone, now })
      const stock = await boothStock(db, { placeId: booth.place_id, driveId })
      const told = isToday
        ? queues.find((row) => row.booth_id === booth.id && row.told_at >= from)
        : undefined
      return {
        boothId: booth.id,
        name: booth.name,
        enrolments: byBooth.get(booth.id) ?? 0,
        openShifts: await countOpenShifts(db, booth.id),
        stock,
        target: targets.find((row) => row.booth_id === booth.id && row.day === day)?.target ?? null,
        cards: pace('cards', stock.cards),
        gifts: stock.gifts.map(({ giftId, onHand }) => ({ giftId, ...pace(giftId, onHand) })),
        queue: told ? queueTold(told, rhythm) : null,
        lastEnrolmentAt: rhythm?.lastAt.toISOString() ?? null,
      }
    }),
  )
}

const queueTold = (told: { waiting: number; told_at: Date }, rhythm: BoothRhythm | undefined) => ({
  waiting: told.waiting,
  toldAt: told.told_at.toISOString(),
  minutes:
    rhythm?.medianGap === null || rhythm === undefined
      ? null
      : Math.round((told.waiting * rhythm.medianGap) / 60),
})

interface Going {
  rhythm: BoothRhythm | undefined
  gone: readonly { boothId: string; item: string; pieces: number }[]
  now: Date
}

/** How fast an item goes at a booth and when it runs out, to the minute before. */
const paceAt =
  (booth: BoothRow, { rhythm, gone, now }: Going) =>
  (item: string, onHand: number): Pace => {
    const pieces = gone.find((row) => row.boothId === booth.id && row.item === item)?.pieces ?? 0
    if (!rhythm || pieces === 0) return { onHand, perHour: 0, runsOutAt: null }
    const sinceFirst = (now.getTime() - rhythm.firstAt.getTime()) / 60_000
    const minutes = Math.min(PACE_MINUTES, Math.max(LEAST_PACE_MINUTES, sinceFirst))
    const perHour = (pieces * 60) / minutes
    return {
      onHand,
      perHour: Math.round(perHour * 10) / 10,
      runsOutAt: minutesAfter(now, Math.floor((onHand / perHour) * 60)).toISOString(),
    }
  }
