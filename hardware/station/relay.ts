import { HardwareError } from '../ports.ts'
import type { StationDevices } from './devices.ts'
import { fromHex, toHex, type Answer, type DeviceMode, type ServerMessage } from './messages.ts'
import type { Report } from './nfc-readers.ts'

/** Does what the server asks and reports one answer for each request; a fault of a device is an answer too. */
export async function relay(devices: StationDevices, message: ServerMessage, report: Report): Promise<void> {
  const answer = await obey(devices, message).catch(faultAnswer)
  if (message.requestId !== undefined) report({ type: 'answer', requestId: message.requestId, ...answer })
}

async function obey(devices: StationDevices, message: ServerMessage): Promise<Answer> {
  const { readers, stripes } = devices
  switch (message.type) {
    case 'transmit': {
      const { reader, apdus, seq } = message
      return { answers: (await readers.transmit(reader, apdus.map(fromHex), seq)).map(toHex) }
    }
    case 'release-card':
      await readers.releaseCard(message.reader)
      return {}
    case 'set-mode':
      setMode(devices, message.reader, message.mode)
      return {}
    case 'magnetic-write':
      await stripes.job(message.device, (writer) => writer.write(message.tracks, message.coercivity))
      return {}
    case 'magnetic-read':
      return { tracks: await stripes.job(message.device, (writer) => writer.read()) }
    case 'magnetic-erase':
      await stripes.job(message.device, (writer) => writer.erase(message.coercivity))
      return {}
    case 'print-receipt':
      if (!devices.receiptPrinter) throw new HardwareError('device-missing')
      await devices.receiptPrinter.print(message.lines)
      return {}
    case 'simulate':
      if (!devices.simulate) throw new HardwareError('device-missing')
      return devices.simulate(message.action)
  }
}

function setMode({ readers, stripes }: StationDevices, name: string, mode: DeviceMode): void {
  if (stripes.has(name)) stripes.setMode(name, mode)
  else readers.setMode(name, mode)
}

function faultAnswer(error: unknown): Answer {
  if (error instanceof HardwareError) return { error: { code: error.code } }
  // A text that no stripe can hold: the server's mistake.
  if (error instanceof RangeError) return { error: { code: 'write-failed' } }
  throw error
}
