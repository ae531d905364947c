import { randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { transmitInTurn } from '../../../hardware/nfc/apdu.ts'
import { HardwareError } from '../../../hardware/ports.ts'
import { channelTo, VirtualNtag424 } from '../../../hardware/simulator/ntag424-card.ts'
import { readTap } from '../../../hardware/nfc/read-tap.ts'
import type { StationDevices } from '../../../hardware/station/devices.ts'
import type { StationMessage } from '../../../hardware/station/messages.ts'
import { createNfcReaders } from '../../../hardware/station/nfc-readers.ts'
import { pairStation } from '../../../hardware/station/pair.ts'
import { relay } from '../../../hardware/station/relay.ts'
import { linkToServer, type ServerLink } from '../../../hardware/station/server-link.ts'
import { createStripeDevices } from '../../../hardware/station/stripe-devices.ts'

/** A station's own link, readers and relay in this process, with hands that move chips at once and without a file. */
export interface Hands {
  readers: readonly string[]
  /** resolves when the server has switched every reader to encoding: until then a card laid there is a tap */
  ready(): Promise<void>
  /** a chip as the factory delivers it; it lies nowhere yet */
  takeBlank(): VirtualNtag424
  /** lays a chip on a reader; it leaves where it lay, and so does what lay here */
  lay(reader: string, chip: VirtualNtag424): void
  takeAway(reader: string): void
  /** resolves when a chip was sent so many commands, wherever it lies */
  untilSent(chip: VirtualNtag424, commands: number): Promise<void>
  /** the station is cut off and comes back at once; chips stay where they lie, without power meanwhile */
  cut(): Promise<void>
  close(): Promise<void>
}

export async function openHands(
  serverUrl: string,
  { code, name, readers: names }: { code: string; name: string; readers: readonly string[] },
): Promise<Hands> {
  const token = await pairStation({ serverUrl, code, name })
  const lying = new Map<string, VirtualNtag424>()
  const sent = new EventEmitter()
  let link: ServerLink | undefined
  const report = (message: StationMessage): void => link?.send(message)
  const readers = createNfcReaders({
    simulated: true,
    report,
    transport: {
      async transmit(reader, apdus) {
        const chip = lying.get(reader)
        if (!chip) throw new HardwareError('no-card')
        return transmitInTurn((apdu) => {
          if (lying.get(reader) !== chip) throw new HardwareError('card-lost')
          const answer = chip.process(apdu)
          sent.emit('command', chip)
          if (answer.length >= 2) return Promise.resolve(answer)
          takeAway(reader) // torn
          throw new HardwareError('card-lost')
        }, apdus)
      },
      resetCard(reader) {
        lying.get(reader)?.powerOff()
        return Promise.resolve()
      },
    },
  })
  const devices: StationDevices = {
    readers,
    stripes: createStripeDevices({ simulated: true, report }),
    announceMissingDrivers: () => undefined,
    close: () => Promise.resolve(),
  }
  for (const reader of names) readers.readerAppeared(reader, 'encode')

  function takeAway(reader: string): void {
    const chip = lying.get(reader)
    if (!chip) return
    lying.delete(reader)
    chip.powerOff()
    readers.cardLeft(reader)
  }

  const open = (): ServerLink =>
    linkToServer({
      serverUrl,
      token,
      log: () => undefined,
      onReached() {
        report({ type: 'hello', stationVersion: 'proof', devices: readers.describeAll() })
        readers.announceCards()
      },
      onMessage: (message) => void relay(devices, message, report),
      onLost: () => void readers.releaseAll(),
    })
  link = open()

  return {
    readers: names,
    async ready() {
      while (readers.describeAll().some(({ mode }) => mode !== 'encode')) await sleep(5)
    },
    takeBlank: () => VirtualNtag424.blank(`04${randomBytes(6).toString('hex').toUpperCase()}`),
    lay(reader, chip) {
      for (const [place, there] of lying) if (there === chip || place === reader) takeAway(place)
      lying.set(reader, chip)
      void readers.cardArrived(reader, chip.uid)
    },
    takeAway,
    untilSent: (chip, commands) =>
      new Promise((resolve) => {
        let left = commands
        sent.on('command', function count(to: VirtualNtag424) {
          if (to !== chip || (left -= 1) > 0) return
          sent.off('command', count)
          resolve()
        })
      }),
    async cut() {
      await link?.close()
      await readers.releaseAll()
      link = open()
    },
    close: () => link?.close() ?? Promise.resolve(),
  }
}

/** What a phone would be shown by a chip; undefined by one without an address. A tear that waits for it is left out. */
export async function tapOf(chip: VirtualNtag424): Promise<URLSearchParams | undefined> {
  try {
    const inPeace = VirtualNtag424.fromJson(chip.toJSON())
    return new URLSearchParams(new URL(await readTap(channelTo(inPeace))).hash.slice(1))
  } catch (error) {
    if (error instanceof HardwareError) return undefined
    throw error
  }
}
