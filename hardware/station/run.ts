import { parseSerialChoice } from '../magnetic/writers.ts'
import { openReceiptPrinter, type ReceiptPrinterAddress } from '../printing/receipt-printer.ts'
import type { StationDevices } from './devices.ts'
import type { StationMessage } from './messages.ts'
import { openRealDevices } from './real-devices.ts'
import { relay } from './relay.ts'
import { linkToServer, type ServerLink } from './server-link.ts'
import { openSimulatedDevices } from './simulated-devices.ts'

/** Of the station's own protocol and behaviour; a server shows it beside the station. */
const STATION_VERSION = '0.1.0'

export interface StationOptions {
  /** The server's address, http or https. */
  serverUrl: string
  token: string
  /** Simulated devices in place of the machine's own. */
  simulated: boolean
  /** Where a simulated station keeps its cards; in memory when absent. */
  drawerFile?: string
  /** Serial ports with a stripe writer: paths with commas between them, or `auto`; none when absent. */
  stripeSerial?: string
  /** An ESC/POS printer in the network. */
  receiptPrinter?: ReceiptPrinterAddress
  /** Takes one plain sentence for each thing that a person should know; never bytes, keys or personal data. */
  log: (sentence: string) => void
}

/** A station that runs until it is stopped. */
export interface Station {
  stop(): Promise<void>
}

/** Starts the station service: finds its devices, reaches its server, and relays between them for ever. */
export async function runStation(options: StationOptions): Promise<Station> {
  const { log } = options
  let link: ServerLink | undefined
  const report = (message: StationMessage): void => link?.send(message)
  const found = options.simulated
    ? await openSimulatedDevices(report, options.drawerFile)
    : openRealDevices(report, log, parseSerialChoice(options.stripeSerial))
  const devices: StationDevices = {
    ...found,
    ...(options.receiptPrinter && { receiptPrinter: openReceiptPrinter(options.receiptPrinter) }),
  }

  link = linkToServer({
    serverUrl: options.serverUrl,
    token: options.token,
    log,
    onReached() {
      const all = [...devices.readers.describeAll(), ...devices.stripes.describeAll()]
      report({ type: 'hello', stationVersion: STATION_VERSION, devices: all })
      devices.readers.announceCards()
      devices.announceMissingDrivers()
    },
    onMessage(message) {
      // The last line of defence: a fault of our own costs one request and not the counter its station.
      relay(devices, message, report).catch((error: unknown) => {
        log(
          `An order of the server failed (${message.type}: ${error instanceof Error ? error.name : 'fault'}).`,
        )
      })
    },
    onLost: () => void devices.readers.releaseAll(),
  })

  return {
    async stop() {
      await link.close()
      await devices.close()
    },
  }
}
