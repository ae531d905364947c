import type * as NodeHid from 'node-hid'
import { HardwareError } from '../ports.ts'
import type { HidPort } from './hid-port.ts'

/** One line that makes node-hid load on Debian and Ubuntu; its prebuilt library needs these at run time. */
export const INSTALL_NODE_HID = 'sudo apt-get install -y libusb-1.0-0 libudev1'

/** A HID device that is plugged in now. */
export interface FoundHid {
  readonly path: string
  readonly product: string
}

/** Lists the plugged-in devices of one kind. Throws HardwareError 'driver-missing' when node-hid cannot load. */
export async function findHidDevices(usb: { vendorId: number; productId: number }): Promise<FoundHid[]> {
  const hid = await loadNodeHid()
  const devices = await hid.devicesAsync(usb.vendorId, usb.productId)
  return devices.filter(hasPath).map(({ path, product }) => ({ path, product: product ?? 'USB device' }))
}

/**
 * Opens a device for 64-byte reports.
 * Throws 'device-missing' when it cannot be opened: unplugged, held by another program, or no udev rule lets us.
 */
export async function openHidPort(path: string): Promise<HidPort> {
  const hid = await loadNodeHid()
  try {
    return portOver(await hid.HIDAsync.open(path))
  } catch (cause) {
    throw new HardwareError('device-missing', { cause })
  }
}

function portOver(device: NodeHid.HIDAsync): HidPort {
  const reportListeners = new Set<(report: Uint8Array) => void>()
  const goneListeners = new Set<() => void>()
  let open = true
  device.on('data', (data: Buffer) => {
    for (const listener of reportListeners) listener(Uint8Array.from(data))
  })
  device.on('error', () => {
    if (!open) return
    open = false
    for (const listener of goneListeners) listener()
    device.close().catch(() => undefined) // an unplugged device refuses even to be closed
  })
  return {
    async write(report) {
      if (!open) throw new HardwareError('device-missing')
      const withReportId = [0, ...report] // report id 0: the device numbers no reports
      try {
        await device.write(withReportId)
      } catch {
        // Some units take commands only as feature reports (natesales/msr605x sends SET_REPORT 0300).
        await device.sendFeatureReport(withReportId).catch((cause: unknown) => {
          throw new HardwareError('device-missing', { cause })
        })
      }
    },
    onReport(listener) {
      reportListeners.add(listener)
      return () => reportListeners.delete(listener)
    },
    onGone(listener) {
      goneListeners.add(listener)
      return () => goneListeners.delete(listener)
    },
    async close() {
      if (!open) return
      open = false
      await device.close()
    },
  }
}

/** Loaded on first use, so that a missing native library is one clear sentence and not a process that cannot start. */
async function loadNodeHid(): Promise<typeof NodeHid> {
  try {
    const hid = await import('node-hid')
    hid.getHidapiVersion() // the native part loads with the first call
    return hid
  } catch (cause) {
    throw new HardwareError('driver-missing', { detail: INSTALL_NODE_HID, cause })
  }
}

const hasPath = (device: NodeHid.Device): device is NodeHid.Device & { path: string } =>
  device.path !== undefined
