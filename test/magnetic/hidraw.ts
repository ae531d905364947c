import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SimulatedMsr605x } from '../../hardware/simulator/msr605x-device.ts'
import { listenOn, type Cable } from './cable.ts'

/** A written report has its report id (0) before the 64 bytes. */
const WRITTEN_REPORT = 65

const usbDevice = 'sys/devices/pci0000:00/usb1/1-1'
const hidDevice = `${usbDevice}/1-1:1.0/0003:0801:0003.0001`
const hidraw = `${hidDevice}/hidraw/hidraw7`

const files: Readonly<Record<string, string>> = {
  [`${usbDevice}/uevent`]: 'DEVTYPE=usb_device\nPRODUCT=801/3/100\n',
  [`${usbDevice}/idVendor`]: '0801\n',
  [`${usbDevice}/idProduct`]: '0003\n',
  [`${usbDevice}/product`]: 'MSR605X\n',
  [`${usbDevice}/bcdDevice`]: '0100\n',
  [`${usbDevice}/1-1:1.0/uevent`]: 'DEVTYPE=usb_interface\n',
  [`${usbDevice}/1-1:1.0/bInterfaceNumber`]: '00\n',
  [`${hidDevice}/uevent`]: 'HID_ID=0003:00000801:00000003\nHID_NAME=MSR605X\nHID_UNIQ=\n',
  [`${hidDevice}/report_descriptor`]: '\u0006\u0001\u0009\u0001\u00a1\u0001\u00c0',
  [`${hidraw}/uevent`]: 'MAJOR=240\nMINOR=7\nDEVNAME=hidraw7\n',
  [`${hidraw}/dev`]: '240:7\n',
}
const links: Readonly<Record<string, string>> = {
  [`${usbDevice}/subsystem`]: 'sys/bus/usb',
  [`${usbDevice}/1-1:1.0/subsystem`]: 'sys/bus/usb',
  [`${hidDevice}/subsystem`]: 'sys/bus/hid',
  [`${hidraw}/subsystem`]: 'sys/class/hidraw',
  [`${hidraw}/device`]: hidDevice,
}
const listing = 'sys/class/hidraw/hidraw7'

/**
 * A USB socket for an MSR605X: udev's tree by umockdev, and a hidraw device by a preloaded library. A station that is
 * started with its environment sees it through the real node-hid.
 */
export async function hidCable(): Promise<Cable> {
  const folder = await mkdtemp(join(tmpdir(), 'cardwright-hidraw-'))
  const library = join(folder, 'shim.so')
  const source = fileURLToPath(new URL('hidraw-shim.c', import.meta.url))
  await promisify(execFile)('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'])
  for (const folderOfTree of ['dev', 'sys/bus/usb', 'sys/bus/hid', 'sys/class/hidraw', hidraw])
    await mkdir(join(folder, folderOfTree), { recursive: true })
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text, 'latin1')
  for (const [path, target] of Object.entries(links)) await symlink(upTo(path, target), join(folder, path))

  let close: (() => Promise<void>) | undefined
  let pulled: Promise<void> = Promise.resolve()
  async function unplug(): Promise<void> {
    await rm(join(folder, listing), { force: true })
    await close?.()
    close = undefined
  }

  return {
    deviceName: 'MSR605X',
    environment: {
      UMOCKDEV_DIR: folder,
      HIDRAW_SOCKETS: folder,
      LD_PRELOAD: `${library} libumockdev-preload.so.0`,
    },
    stationOptions: {},
    async plugIn(options) {
      await pulled
      const device = new SimulatedMsr605x(options)
      device.onUnplugged(() => {
        pulled = unplug()
      })
      close = await listenOn(join(folder, 'hidraw7'), (socket) => {
        let written = Buffer.alloc(0)
        socket.on('data', (data: Buffer) => {
          written = Buffer.concat([written, data])
          for (; written.length >= WRITTEN_REPORT; written = written.subarray(WRITTEN_REPORT))
            void device.port.write(written.subarray(1, WRITTEN_REPORT)).catch(() => socket.destroy())
        })
        device.port.onReport((report) => socket.write(report))
      })
      await symlink(upTo(listing, hidraw), join(folder, listing))
      return device
    },
    async remove() {
      await pulled
      await unplug()
      await rm(folder, { recursive: true })
    },
  }
}

/** A link to `target` as it is written at `path`: links of a test bed must not leave it. */
const upTo = (path: string, target: string): string => `${'../'.repeat(path.split('/').length - 1)}${target}`
