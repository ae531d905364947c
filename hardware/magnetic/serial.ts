import { statSync } from 'node:fs'
import type * as SerialPortLibrary from 'serialport'
import { HardwareError } from '../ports.ts'
import type { MsrPort } from './msr-port.ts'

/** One line that brings the driver, which npm may have left out, and what it asks for the list of ports. */
export const INSTALL_SERIALPORT = 'sudo apt-get install -y udev && npm install --no-save serialport@13.0.0'

/** A serial port of this machine, with the USB identity of its bridge where it has one. */
export interface FoundSerial {
  /** For instance `/dev/ttyUSB0` or `COM3`. */
  readonly path: string
  readonly usb: { readonly vendorId: number; readonly productId: number } | undefined
}

const LOOK_FOR_PORT_EVERY_MS = 500

type Line = InstanceType<(typeof SerialPortLibrary)['SerialPort']>

/** Lists the serial ports of this machine. Throws HardwareError 'driver-missing' when serialport cannot load, or udev is not there to ask. */
export async function findSerialPorts(): Promise<FoundSerial[]> {
  const { SerialPort } = await loadSerialPort()
  const ports = await SerialPort.list().catch((cause: unknown) => {
    throw new HardwareError('driver-missing', { detail: INSTALL_SERIALPORT, cause })
  })
  return ports.map(({ path, vendorId, productId }) => ({ path, usb: usbIdentity(vendorId, productId) }))
}

/**
 * Opens a serial line at 9600 baud, 8N1 (MSR605 manual ch. 8), for nobody else.
 * Throws 'device-missing' when it cannot be opened: unplugged, held by another program, or this user may not.
 */
export async function openSerialLine(path: string): Promise<MsrPort> {
  const { SerialPort } = await loadSerialPort()
  const line = new SerialPort({
    path,
    baudRate: 9600,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    autoOpen: false,
  })
  await settled((done) => line.open(done))
  return portOver(line, path)
}

function portOver(line: Line, path: string): MsrPort {
  const goneListeners = new Set<() => void>()
  let open = true

  function lose(): void {
    if (!open) return
    open = false
    for (const listener of goneListeners) listener()
    stopWatching()
    if (line.isOpen) line.close(() => undefined) // what is gone cannot even be closed
  }
  const stopWatching = watchForUnplugging(path, lose)
  line.on('close', lose)
  line.on('error', lose)

  return {
    async send(message) {
      if (!open) throw new HardwareError('device-missing')
      await settled((done) => line.write(message, done))
    },
    onBytes(listener) {
      const hear = (data: Uint8Array): void => listener(data, false)
      line.on('data', hear)
      return () => line.off('data', hear)
    },
    onGone(listener) {
      goneListeners.add(listener)
      return () => goneListeners.delete(listener)
    },
    async close() {
      if (!open) return
      open = false
      stopWatching()
      await settled((done) => line.drain(done)).catch(() => undefined) // a device that is gone takes no more bytes
      await settled((done) => line.close(done)).catch(() => undefined)
    },
  }
}

/**
 * serialport 13 does not always tell of an unplugged bridge: Linux then reads no bytes for ever, and it goes on asking.
 * So the port's own file is watched; Windows' ports (COM3) are no files, and their driver does tell.
 */
function watchForUnplugging(path: string, onGone: () => void): () => void {
  if (!path.startsWith('/')) return () => undefined
  const opened = fileNumber(path)
  const timer = setInterval(() => {
    if (fileNumber(path) !== opened) onGone()
  }, LOOK_FOR_PORT_EVERY_MS)
  return () => clearInterval(timer)
}

const fileNumber = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.ino

/** A call of the library's as a promise; every failure of it means that the device is not there for us. */
const settled = (call: (done: (error?: Error | null) => void) => void): Promise<void> =>
  new Promise((resolve, reject) =>
    call((cause) => (cause ? reject(new HardwareError('device-missing', { cause })) : resolve())),
  )

function usbIdentity(vendorId?: string, productId?: string): FoundSerial['usb'] {
  if (vendorId === undefined || productId === undefined) return undefined
  return { vendorId: Number.parseInt(vendorId, 16), productId: Number.parseInt(productId, 16) }
}

/** Loaded on first use: a station without serial writers needs no such driver. */
async function loadSerialPort(): Promise<typeof SerialPortLibrary> {
  try {
    return await import('serialport')
  } catch (cause) {
    throw new HardwareError('driver-missing', { detail: INSTALL_SERIALPORT, cause })
  }
}
