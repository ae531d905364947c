/** Every kind of stripe device that a station can drive. A new one is a row here and a file that speaks its protocol. */
import { existsSync } from 'node:fs'
import type { HardwareError, MagneticWriter, SwipeSource } from '../ports.ts'
import { findHidDevices, openHidPort } from './hid.ts'
import { overReports } from './hid-reports.ts'
import { MsrWriter } from './msr-writer.ts'
import { findSerialPorts, openSerialLine, type FoundSerial } from './serial.ts'

/** An opened stripe device: a writer that can also report each swipe. */
export interface StripeDevice extends MagneticWriter, SwipeSource {
  /** Reports each swipe that could not be read while somebody listens for swipes. */
  onMisread(listener: (fault: HardwareError) => void): () => void
  close(): Promise<void>
}

/** A device that may be opened. */
export interface FoundStripe {
  /** Names its socket: two devices never share it. */
  readonly path: string
  /** What people call it. */
  readonly name: string
}

/**
 * Which serial ports may carry a stripe writer. A port does not tell what hangs on it, and a receipt printer would take
 * our commands for its own: so the operator says it. `auto` tries every USB bridge that such writers are sold with.
 */
export type SerialChoice = 'none' | 'auto' | readonly string[]

export interface StripeWriterKind {
  readonly models: string
  readonly driver: 'node-hid' | 'serialport'
  /** What lets this user open such a device. */
  readonly permission: string
  /** Throws HardwareError 'driver-missing'. */
  find(choice: { serial: SerialChoice }): Promise<FoundStripe[]>
  /** Throws 'device-missing', and 'timeout' when something else is there. `onGone` is called once when it is unplugged. */
  open(path: string, onGone: () => void): Promise<StripeDevice>
}

const MSR605X_USB = { vendorId: 0x0801, productId: 0x0003 }

/** USB-serial bridges in MSR206, 605 and 606: Prolific PL2303, Silicon Labs CP210x, WCH CH340, FTDI FT232. */
const bridges: ReadonlySet<string> = new Set(['067b:2303', '10c4:ea60', '1a86:7523', '0403:6001'])

export const stripeWriters: readonly StripeWriterKind[] = [
  {
    models: 'MSR605X',
    driver: 'node-hid',
    permission: 'udev rule for USB 0801:0003',
    async find() {
      const devices = await findHidDevices(MSR605X_USB)
      return devices.map(({ path, product }) => ({ path, name: product }))
    },
    async open(path, onGone) {
      const port = await openHidPort(path)
      port.onGone(onGone)
      return new MsrWriter(overReports(port))
    },
  },
  {
    models: 'MSR206, MSR605, MSR606',
    driver: 'serialport',
    permission: 'group dialout',
    async find({ serial }) {
      if (serial === 'none') return []
      const chosen = serial === 'auto' ? await bridgedPorts() : serial.filter(isPluggedIn)
      return chosen.map((path) => ({ path, name: `Stripe writer ${path}` }))
    },
    async open(path, onGone) {
      const port = await openSerialLine(path)
      const writer = new MsrWriter(port)
      try {
        await writer.prepare()
      } catch (error) {
        await writer.close()
        throw error
      }
      port.onGone(onGone)
      return writer
    },
  },
]

/** Reads the operator's choice: nothing, `auto`, or paths with commas between them. */
export function parseSerialChoice(text = ''): SerialChoice {
  const paths = text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  if (paths.length === 0) return 'none'
  return paths.length === 1 && paths[0] === 'auto' ? 'auto' : paths
}

async function bridgedPorts(): Promise<string[]> {
  const ports = await findSerialPorts()
  return ports.filter(hasKnownBridge).map(({ path }) => path)
}

/** A port is a file; Windows has names instead (COM3), of which opening alone tells whether they are there. */
const isPluggedIn = (path: string): boolean => !path.startsWith('/') || existsSync(path)

const hasKnownBridge = ({ usb }: FoundSerial): boolean =>
  usb !== undefined && bridges.has(`${hex4(usb.vendorId)}:${hex4(usb.productId)}`)

const hex4 = (id: number): string => id.toString(16).padStart(4, '0')
