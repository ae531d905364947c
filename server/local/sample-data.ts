import { randomInt } from 'node:crypto'
import type { SamplePerson } from '../about/index.ts'
import { addDrive } from '../drives/index.ts'
import { addGift, moveGifts, receiveGifts } from '../gifts/index.ts'
import type { KeyService } from '../keys/index.ts'
import { addKiosk } from '../kiosks/index.ts'
import { publishConsentText } from '../members/index.ts'
import { addPlace } from '../places/index.ts'
import { dayOf } from '../platform/clock.ts'
import { assert } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { addPrinter, changeSupplies } from '../printing/index.ts'
import { addCounter, addProgramme } from '../programmes/index.ts'
import { addTill } from '../purchases/index.ts'
import { addPerson } from '../staff/index.ts'
import * as sample from './sample-shop.ts'

/**
 * Fills a new shop so that a first visit is useful at once: a programme, places, people, gifts in stock,
 * and a drive of three days that begins today. Cards are left to the visitor: making them is the job.
 * @returns the sign-ins it made
 */
export async function addSampleData(
  work: Work,
  keys: KeyService,
  { stationId, printerPort }: { stationId: string; printerPort: number },
): Promise<SamplePerson[]> {
  const step = (): Work => ({ ...work, id: newId() })
  const programme = done(await addProgramme(step(), sample.programme))
  const { people, team, administrator } = await addPeople(step)
  const places = await addPlaces(step)
  const giftIds = await addGifts(step, places)
  for (const counter of sample.counters) done(await addCounter(step(), counter))
  done(await addTill(step(), keys, sample.till))
  done(await publishConsentText(step(), sample.consent))
  done(
    await addDrive(step(), {
      name: sample.driveName,
      programmeId: programme.id,
      consentVersion: sample.consent.version,
      target: 600,
      days: [0, 1, 2].map((days) => ({
        day: dayOf(new Date(work.now.getTime() + days * 24 * 3_600_000)),
        opensAt: '10:00',
        closesAt: '22:00',
      })),
      sources: sample.sources,
      giftIds,
      team,
      booths: [
        {
          name: sample.places.northGate.name,
          placeId: places.northGate,
          reader: { stationId, readerName: 'Booth reader', stripeName: 'Booth swipe' },
        },
        { name: sample.places.atrium.name, placeId: places.atrium },
      ],
    }),
  )
  await addPrinterWithBlanks({ ...work, actor: administrator }, printerPort)
  const kiosk = { name: sample.kioskName, placeId: places.serviceDesk, stationId }
  done(await addKiosk(step(), { ...kiosk, readerName: 'Kiosk reader', stripeName: 'Kiosk swipe' }))
  return people
}

function done<T>(result: Result<T>): T {
  assert(result.ok, 'sample data goes into an empty shop')
  return result.value
}

type Step = () => Work

async function addPrinterWithBlanks(work: Work, port: number): Promise<void> {
  const address = `ipp://127.0.0.1:${port}/ipp/print`
  const printer = { name: sample.printer.name, address, kind: 'card', countsCards: true } as const
  const { id: printerId } = done(
    await addPrinter({ ...work, id: newId() }, printer, { allowsThisMachine: true }),
  )
  const { blanks, ribbon } = sample.printer
  done(await changeSupplies({ ...work, id: newId() }, { printerId, kind: 'loaded', blanks, ribbon }))
}

interface People {
  people: SamplePerson[]
  team: string[]
  administrator: Work['actor']
}

async function addPeople(step: Step): Promise<People> {
  const people: SamplePerson[] = []
  const team: string[] = []
  let administrator: Work['actor'] | undefined
  for (const { signInName, displayName, roles } of sample.people) {
    const password = makePassword()
    const added = done(await addPerson(step(), { signInName, displayName, roles: [...roles], password }))
    people.push({ signInName, displayName, password })
    if (added.roles.includes('promoter')) team.push(added.id)
    if (added.roles.includes('administrator'))
      administrator = { kind: 'staff', staffId: added.id, roles: added.roles }
  }
  assert(administrator !== undefined, 'somebody of the sample shop is its administrator')
  return { people, team, administrator }
}

/** Different in every installation, and easy to copy from the first page: three groups of four. */
function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstvwxyz23456789'
  const group = (): string => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}

type PlaceIds = Record<keyof typeof sample.places, string>

async function addPlaces(step: Step): Promise<PlaceIds> {
  const ids: Partial<PlaceIds> = {}
  for (const key of Object.keys(sample.places) as (keyof PlaceIds)[]) {
    ids[key] = done(await addPlace(step(), sample.places[key])).id
  }
  return ids as PlaceIds
}

async function addGifts(step: Step, places: PlaceIds): Promise<string[]> {
  const ids: string[] = []
  for (const { stock, ...gift } of sample.gifts) {
    const { id: giftId } = done(await addGift(step(), gift))
    ids.push(giftId)
    const delivery = { giftId, placeId: places.storeRoom, quantity: stock, reference: '2026-11' }
    done(await receiveGifts(step(), delivery))
    const share = Math.floor(stock / 5)
    for (const to of [places.northGate, places.atrium, places.serviceDesk]) {
      done(await moveGifts(step(), { giftId, from: places.storeRoom, to, quantity: share }))
    }
  }
  return ids
}
