import { INSTALL_NODE_HID } from '../magnetic/hid.ts'
import { INSTALL_SERIALPORT } from '../magnetic/serial.ts'
import type { StationMessage } from './messages.ts'

type DriverMissing = Extract<StationMessage, { type: 'driver-missing' }>
/** A driver, or the system service behind one. */
export type Driver = DriverMissing['driver']

interface DriverNotice {
  readonly sentence: string
  readonly install?: string
}

/** What a person at the station is told about a driver that is missing there: one sentence, and the line that helps where one does. */
export function noticeOf(driver: Driver, platform: NodeJS.Platform): DriverNotice {
  switch (driver) {
    case 'nfc-pcsc':
      return {
        sentence:
          'The driver for NFC readers is not installed on this station: install it and start the station again.',
        // Prebuilt, and the second choice: nfc-pcsc needs a compiler.
        install: 'npm install --no-save pcsc-mini',
      }
    case 'pcscd':
      return platform === 'win32' ? smartCardService : pcscDaemon
    case 'nfc-driver':
      return {
        sentence:
          'The driver for NFC readers stopped and is being started again: leave the cards where they are, and plug the readers in anew if this does not pass.',
      }
    case 'node-hid':
      return {
        sentence:
          'The driver for stripe writers cannot be loaded: install its libraries and start the station again.',
        install: INSTALL_NODE_HID,
      }
    case 'serialport':
      return {
        sentence:
          'The driver for stripe writers at a serial port cannot be loaded: install it and start the station again.',
        install: INSTALL_SERIALPORT,
      }
  }
}

const pcscDaemon: DriverNotice = {
  sentence:
    'The card-reader service (pcscd) does not run: start it, and the readers come back by themselves.',
  install: 'sudo apt-get install -y pcscd && sudo systemctl start pcscd.socket',
}

/** Windows starts it when a reader is plugged in, unless somebody has switched it off. */
const smartCardService: DriverNotice = {
  sentence:
    'The smart card service of Windows does not run: plug a reader in or start the service as administrator, and the readers come back by themselves.',
  install: 'sc config SCardSvr start= demand && net start SCardSvr',
}
