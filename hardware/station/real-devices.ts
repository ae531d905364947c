import type { SerialChoice } from '../magnetic/writers.ts'
import type { DriverName } from '../nfc/pcsc/driver.ts'
import { watchPcsc, type PcscTrouble } from '../nfc/pcsc/readers.ts'
import { hardwareAdvice } from '../ports.ts'
import type { StationDevices } from './devices.ts'
import { noticeOf, type Driver } from './driver-notices.ts'
import { followStripes } from './follow-stripes.ts'
import { createNfcReaders, type Report } from './nfc-readers.ts'
import { createStripeDevices } from './stripe-devices.ts'

const chosen: Record<DriverName, string> = {
  'nfc-pcsc': 'NFC readers are reached through nfc-pcsc.',
  'pcsc-mini':
    'NFC readers are reached through pcsc-mini, which knows four at most; nfc-pcsc, once installed, knows more.',
}

const driverBehind: Record<PcscTrouble, Driver> = {
  'driver-not-installed': 'nfc-pcsc',
  'service-down': 'pcscd',
  'driver-stopped': 'nfc-driver',
}

/** Finds the PC/SC readers and stripe writers of this machine and follows them as they are plugged in and out. */
export function openRealDevices(
  report: Report,
  log: (sentence: string) => void,
  serial: SerialChoice,
): StationDevices {
  const missingDrivers = new Set<Driver>()
  const closing = new AbortController()
  const reportMissing = (driver: Driver): void =>
    report({
      type: 'driver-missing',
      driver,
      system: process.platform === 'win32' ? 'windows' : 'other',
    })

  function driverMissing(driver: Driver): void {
    missingDrivers.add(driver)
    const { sentence, install } = noticeOf(driver, process.platform)
    log(install ? `${sentence} ${install}` : sentence)
    reportMissing(driver)
  }

  function driverFound(driver: Driver): void {
    missingDrivers.delete(driver)
    report({ type: 'driver-found', driver })
  }

  const readers = createNfcReaders({
    simulated: false,
    report,
    transport: {
      transmit: (reader, apdus) => pcsc.transmit(reader, apdus),
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
    cardUnusable(device, code) {
      log(`${device}: ${hardwareAdvice[code]}`)
      report({ type: 'misread', device, error: { code } })
    },
    driverChosen: (driver) => log(chosen[driver]),
    troubleBegan: (trouble) => driverMissing(driverBehind[trouble]),
    troubleEnded(trouble) {
      log('The card readers can be reached again.')
      driverFound(driverBehind[trouble])
    },
  })

  const following = followStripes({ stripes, serial, log, driverMissing, closing: closing.signal })

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
