import type { NewDrive } from '../../api/drives.ts'
import { isWritten } from '../fields.tsx'
import { noReader, type Reader } from '../reader-fields.tsx'
import { dayAfter, shopDay } from '../shop-day.ts'
import { defaultSources } from './default-sources.ts'

export interface BoothPlan {
  /** of the row on the page */
  key: number
  name: string
  placeId: string | undefined
  reader: Reader
}

/** A drive while somebody is still writing it down. */
export interface Plan {
  name: string
  programmeId: string | undefined
  consentVersion: string | undefined
  target: number | undefined
  days: NewDrive['days']
  sources: NewDrive['sources']
  giftIds: string[]
  booths: BoothPlan[]
  team: string[]
}

/** What a part of a form gets that writes some of a plan down, be it of a new drive or of one that runs. */
export interface PartProps<Part extends Partial<Plan> = Plan> {
  plan: Part
  change: (part: Partial<Part>) => void
}

const openingHours = { opensAt: '10:00', closesAt: '21:00' }

/** Three days from today on, as a drive mostly has. */
export function firstPlan(now: Date): Plan {
  const first = shopDay(now)
  const second = dayAfter(first)
  return {
    name: '',
    programmeId: undefined,
    consentVersion: undefined,
    target: undefined,
    days: [first, second, dayAfter(second)].map((day) => ({ day, ...openingHours })),
    sources: defaultSources,
    giftIds: [],
    booths: [newBooth(0)],
    team: [],
  }
}

export const newBooth = (key: number): BoothPlan => ({ key, name: '', placeId: undefined, reader: noReader })

/** What is sent; undefined while something is missing. */
export function finishedPlan(plan: Plan): NewDrive | undefined {
  const { programmeId, consentVersion, target, booths } = plan
  const placed = booths.flatMap(({ name, placeId, reader }) =>
    placeId && isWritten(name) ? [{ name: name.trim(), placeId, reader }] : [],
  )
  const areSourcesNamed = plan.sources.every(({ nameZh, nameEn }) => isWritten(nameZh) && isWritten(nameEn))
  const areDaysWritten = plan.days.every(({ day, opensAt, closesAt }) => day && opensAt && closesAt)
  if (!isWritten(plan.name) || !programmeId || !consentVersion || target === undefined) return undefined
  if (placed.length < booths.length || !areSourcesNamed || !areDaysWritten) return undefined
  return { ...plan, name: plan.name.trim(), programmeId, consentVersion, target, booths: placed }
}
