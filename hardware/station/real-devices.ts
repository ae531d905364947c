import { setTimeout as pause } from 'node:timers/promises'
import { findHidDevices, INSTALL_NODE_HID, openHidPort, type FoundHid } from '../magnetic/hid.ts'
import { Msr605x } from '../magnetic/msr605x-writer.ts'
import { MSR605X_USB } from '../magnetic/msr605x.ts'
import { watchPcsc } from '../nfc/pcsc.ts'
import { hardwareAdvice, HardwareError } from '../ports.ts'
import type { StationDevices } from './devices.ts'
import type { StationMessage } from './messages.ts'
import { createNfcReaders, type Report } from './nfc-readers.ts'
import { createStripeDevices } from './stripe-devices.ts'

type DriverMissing = Extract<StationMessage, { type: 'driver-missing' }>
type Driver = DriverMissing['driver']

const LOOK_FOR_USB_EVERY_MS = 2_000

const missing: Record<Driver, Omit<DriverMissing, 'type' | 'driver'>> = {
  'nfc-pcsc': {
    sentence:
      'The driver for NFC readers is not installed on this station: install it and start the station again.',
    install:
      'sudo apt-get install -y pcscd libpcsclite-dev build-essential && npm install --no-save nfc-pcsc',
  },
  pcscd: {
    sentence:
      'The card-reader service (pcscd) does not run: start it, and the readers come back by themselves.',
    install: 'sudo apt-get install -y pcscd && sudo systemctl start pcscd.socket',
  },
  'node-hid': {
    sentence:
      'The driver for stripe writers cannot be loaded: install its libraries and start the station again.',
    install: INSTALL_NODE_HID,
  },
}

/** Finds the PC/SC readers and MSR605X writers of this machine and follows them as they are plugged in and out. */
export function openRealDevices(report: Report, log: (sentence: string) => void): StationDevices {
  const missingDrivers = new Set<Driver>()
  const closing = new AbortController()
  const reportMissing = (driver: Driver): void =>
    report({ type: 'driver-missing', driver, ...missing[driver] })

  function driverMissing(driver: Driver): void {
    missingDrivers.add(driver)
    log(`${missing[driver].sentence} ${missing[driver].install}`)
    reportMissing(driver)
  }

  const readers = createNfcReaders({
    simulated: false,
    report,
    transport: {
      transmit: (reader, apdu) => pcsc.transmit(reader, apdu),
      resetCard: (reader) => pcsc.resetCard(reader),
    },
  })
  const stripes = createStripeDevices({ simulated: false, report })

  const pcsc = watchPcsc({
    readerAppeared(reader) {
      log(`Reader ready: ${reader}.`)
      readers.readerAppeared(reader, 'tap')
    },
    readerGone(reader) {
      log(`Reader gone: ${reader}.`)
      readers.readerGone(reader)
    },
    cardArrived: (reader, uid) => void readers.cardArrived(reader, uid),
    cardLeft: (reader) => readers.cardLeft(reader),
    cardUnusable: (device) =>
      report({
        type: 'misread',
        device,
        error: { code: 'card-refused', sentence: hardwareAdvice['card-refused'] },
      }),
    driverMissing,
    driverFound(driver) {
      missingDrivers.delete(driver)
      log('The card-reader service answers again.')
      report({ type: 'driver-found', driver })
    },
  })

  const following = followStripes().catch((error: unknown) => {
    if (closing.signal.aborted) return
    if (!(error instanceof HardwareError && error.code === 'driver-missing')) throw error
    driverMissing('node-hid')
  })

  async function followStripes(): Promise<void> {
    const opened = new Map<string, string>()
    while (!closing.signal.aborted) {
      for (const found of await findHidDevices(MSR605X_USB))
        if (!opened.has(found.path)) await openStripe(found, opened)
      await pause(LOOK_FOR_USB_EVERY_MS, undefined, { signal: closing.signal })
    }
  }

  async function openStripe({ path, product }: FoundHid, opened: Map<string, string>): Promise<void> {
    const name = freeName(product, new Set(opened.values()))
    try {
      const port = await openHidPort(path)
      opened.set(path, name)
      port.onGone(() => {
        opened.delete(path)
        stripes.gone(name)
      })
      stripes.appeared(name, new Msr605x(port), 'tap')
      log(`Stripe writer ready: ${name}.`)
    } catch (error) {
      if (!(error instanceof HardwareError)) throw error
      opened.set(path, name)
      log(
        `The stripe writer ${name} cannot be opened: let this user read and write ${path} (udev rule for USB 0801:0003).`,
      )
    }
  }

  return {
    readers,
    stripes,
    announceMissingDrivers: () => missingDrivers.forEach(reportMissing),
    async close() {
      closing.abort()
      await Promise.all([following, pcsc.close(), stripes.close()])
    },
  }
}

/** Two devices of one kind tell the same name: the second becomes "… 2". */
function freeName(product: string, taken: ReadonlySet<string>): string {
  let name = product
  for (let number = 2; taken.has(name); number++) name = `${product} ${number}`
  return name
}
