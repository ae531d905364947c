import type { Station } from '../../api/stations.ts'

type Notice = Station['notices'][number]

/** What a person types at a station to have a driver there; null where nothing is to be typed. */
const lines: Record<Notice['driver'], Record<Notice['system'], string | null>> = {
  'nfc-pcsc': {
    windows: 'npm install --no-save pcsc-mini',
    other: 'npm install --no-save pcsc-mini',
  },
  pcscd: {
    windows: 'sc config SCardSvr start= demand && net start SCardSvr',
    other: 'sudo apt-get install -y pcscd && sudo systemctl start pcscd.socket',
  },
  'nfc-driver': { windows: null, other: null },
  'node-hid': { windows: null, other: 'sudo apt-get install -y libusb-1.0-0 libudev1' },
  serialport: {
    windows: 'npm install --no-save serialport@13.0.0',
    other: 'sudo apt-get install -y udev && npm install --no-save serialport@13.0.0',
  },
}

export function DriverLine({ of: { driver, system } }: { of: Notice }) {
  const line = lines[driver][system]
  return line === null ? null : <code translate="no">{line}</code>
}
