import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { overReports } from '../magnetic/hid-reports.ts'
import { MsrWriter } from '../magnetic/msr-writer.ts'
import { transmitInTurn } from '../nfc/apdu.ts'
import { HardwareError } from '../ports.ts'
import { openDrawer, type DrawerCard } from '../simulator/drawer.ts'
import { SimulatedMsr605x, type SwipeFault } from '../simulator/msr605x-device.ts'
import type { Tear } from '../simulator/tearing.ts'
import type { StationDevices } from './devices.ts'
import type { Answer, SimulateAction } from './messages.ts'
import { createNfcReaders, type Report } from './nfc-readers.ts'
import { createStripeDevices } from './stripe-devices.ts'

/** The desk's stripe writer writes the card that lies on the desk's reader: the simulated hand draws it through. */
const DESK_READER = 'Desk reader'
const DESK_WRITER = 'Desk stripe writer'
const READERS = [
  [DESK_READER, 'encode'],
  ['Booth reader', 'tap'],
  ['Kiosk reader', 'tap'],
] as const
const SWIPE_READERS = ['Booth swipe', 'Kiosk swipe'] as const
/** A person needs a moment to draw the card through. */
const HAND_DELAY_MS = 150

/** How far a stripe is drawn that the hand lets go of. */
const tornSwipe: Readonly<Record<Tear['phase'], SwipeFault>> = {
  before: 'bad-swipe',
  during: { share: 0.5, told: 'bad-swipe' },
  after: { share: 1, told: 'bad-swipe' },
}

const fallingSomehow = ({ apdu, phase }: Pick<Tear, 'apdu' | 'phase'>): Tear => ({
  apdu,
  phase,
  lands: randomInt(2) === 1,
})

/** A station's worth of simulated devices, and the drawer of cards that go with them. */
export async function openSimulatedDevices(report: Report, drawerFile?: string): Promise<StationDevices> {
  const drawer = await openDrawer(drawerFile)
  const lying = new Map<string, DrawerCard>()
  const machines = new Map<string, SimulatedMsr605x>()
  const written = new Set<DrawerCard>()

  const readers = createNfcReaders({
    simulated: true,
    report,
    transport: {
      async transmit(reader, apdus) {
        const chip = lying.get(reader)?.chip
        if (!chip) throw new HardwareError('no-card')
        return transmitInTurn(async (apdu) => {
          if (lying.get(reader)?.chip !== chip) throw new HardwareError('card-lost')
          const answer = chip.process(apdu)
          await drawer.save()
          if (answer.length >= 2) return answer
          removeCard(reader) // torn: the hand has taken it away
          throw new HardwareError('card-lost')
        }, apdus)
      },
      async resetCard(reader) {
        lying.get(reader)?.chip?.powerOff()
      },
    },
  })
  const stripes = createStripeDevices({ simulated: true, report })

  function plugIn(name: string, mode: 'encode' | 'tap', onWaiting?: () => void): void {
    const machine = new SimulatedMsr605x(onWaiting && { onWaiting })
    machines.set(name, machine)
    stripes.appeared(name, new MsrWriter(overReports(machine.port)), mode)
  }

  async function drawThrough(machine: SimulatedMsr605x, card: DrawerCard): Promise<void> {
    card.stripe = machine.swipe(card.stripe)
    await drawer.save()
  }

  async function swipeDeskCard(): Promise<void> {
    await pause(HAND_DELAY_MS)
    const card = lying.get(DESK_READER)
    const machine = machines.get(DESK_WRITER)
    if (!card || !machine?.isWaitingForSwipe) return // another hand was quicker: it would seem to be read back
    const before = card.stripe
    const drawn = drawThrough(machine, card)
    if (!card.chip) putDownWhenDone(card, card.stripe !== before)
    await drawn
  }

  /** A card without a chip leaves the desk once it was written and read back, or the next one's number would go onto it. */
  function putDownWhenDone(card: DrawerCard, isWritten: boolean): void {
    if (isWritten) written.add(card)
    else if (written.delete(card)) removeCard(DESK_READER)
  }

  function removeCard(reader: string): void {
    const card = lying.get(reader)
    if (!card) return
    lying.delete(reader)
    card.chip?.powerOff()
    readers.cardLeft(reader)
  }

  /** A card lies in one place only, and a place holds one card. */
  function putCard(card: DrawerCard, reader: string): void {
    if (!readers.has(reader)) throw new HardwareError('device-missing')
    for (const [place, there] of lying) if (there === card || place === reader) removeCard(place)
    lying.set(reader, card)
    if (card.chip) void readers.cardArrived(reader, card.uid)
    const desk = machines.get(DESK_WRITER)
    if (reader === DESK_READER && desk?.isWaitingForSwipe) void swipeDeskCard()
  }

  function findCard(uid: string): DrawerCard {
    const card = drawer.find(uid)
    if (!card) throw new HardwareError('no-card')
    return card
  }

  const placeOf = (uid: string): string | undefined => [...lying].find(([, card]) => card.uid === uid)?.[0]

  function listDrawer(only?: string): Answer {
    const cards = drawer.list().filter(({ uid }) => only === undefined || uid === only)
    return {
      drawer: cards.map((card) => {
        const reader = placeOf(card.uid)
        return { ...card, ...(reader !== undefined && { reader }) }
      }),
    }
  }

  async function simulate(action: SimulateAction): Promise<Answer> {
    switch (action.kind) {
      case 'take-blank': {
        if (action.reader !== undefined && !readers.has(action.reader))
          throw new HardwareError('device-missing')
        const { chip: kind = 'ntag424-dna', transportKey } = action
        const card = drawer.takeBlank({ kind, transportKey })
        if (action.tear) card.chip?.tearAt(fallingSomehow(action.tear))
        await drawer.save()
        if (action.reader !== undefined) putCard(card, action.reader)
        return listDrawer(card.uid)
      }
      case 'put-card':
        putCard(findCard(action.uid), action.reader)
        return {}
      case 'remove-card':
        removeCard(action.reader)
        return {}
      case 'tear-next': {
        const machine = machines.get(action.reader)
        const chip = lying.get(action.reader)?.chip
        if (machine) machine.failNextSwipe(tornSwipe[action.phase])
        else if (chip) chip.tearAt(fallingSomehow(action))
        else throw new HardwareError('no-card')
        return {}
      }
      case 'swipe': {
        const machine = machines.get(action.device)
        if (!machine) throw new HardwareError('device-missing')
        await drawThrough(machine, findCard(action.uid))
        return {}
      }
      case 'list-drawer':
        return listDrawer()
    }
  }

  for (const [name, mode] of READERS) readers.readerAppeared(name, mode)
  plugIn(DESK_WRITER, 'encode', () => void swipeDeskCard())
  for (const name of SWIPE_READERS) plugIn(name, 'tap')

  return {
    readers,
    stripes,
    announceMissingDrivers: () => undefined,
    simulate,
    async close() {
      await stripes.close()
      await drawer.save()
    },
  }
}
