/**
 * The process that the native PC/SC library lives in. A library that blocks, aborts or loses its service costs this
 * process, and the station starts another. It ends with the station.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { HardwareError } from '../../ports.ts'
import { openCardReaders, type CardReaderEvents, type CardReaders } from './card-readers.ts'
import { driverNames, type DriverName, type OpenDriver } from './driver.ts'
import { forcedDriver } from './environment.ts'
import { ALIVE_EVERY_MS, type DriverMessage, type ReaderEvent, type ReaderOrder } from './messages.ts'
import { loadNfcPcsc } from './nfc-pcsc.ts'
import { loadPcscMini } from './pcsc-mini.ts'
import { reachPcscService, type PcscService } from './service.ts'

const LOOK_FOR_SERVICE_EVERY_MS = 1_000
const SERVICE_DIES_WITHIN_MS = 200

const loaders: Record<DriverName, () => Promise<OpenDriver | undefined>> = {
  'nfc-pcsc': loadNfcPcsc,
  'pcsc-mini': loadPcscMini,
}

const say = (message: DriverMessage): void => void process.send?.(message)
const tell = (event: ReaderEvent): void => say(event)

const failed = (): void => say({ type: 'failed' })

function serviceGone(): void {
  say({ type: 'service', isUp: false })
  failed()
}

const events: CardReaderEvents = {
  readerAppeared: (...details) => tell({ type: 'readerAppeared', details }),
  readerGone: (...details) => tell({ type: 'readerGone', details }),
  cardArrived: (...details) => tell({ type: 'cardArrived', details }),
  cardLeft: (...details) => tell({ type: 'cardLeft', details }),
  cardUnusable: (...details) => tell({ type: 'cardUnusable', details }),
  // A library often notices first that the service dies: then that is what people are to be told.
  failed: () => void setTimeout(failed, SERVICE_DIES_WITHIN_MS),
}

async function chooseDriver(): Promise<OpenDriver | undefined> {
  const forced = forcedDriver()
  for (const name of forced ? [forced] : driverNames) {
    const open = await loaders[name]()
    if (!open) continue
    say({ type: 'driver', name })
    return open
  }
  say({ type: 'driver', name: undefined })
  return undefined
}

/** nfc-pcsc blocks its process for ever where no service answers, so it is only opened where one does. */
async function untilServiceIsUp(): Promise<PcscService> {
  for (;;) {
    const service = await reachPcscService()
    if (service) return service
    say({ type: 'service', isUp: false })
    await pause(LOOK_FOR_SERVICE_EVERY_MS)
  }
}

async function obey(readers: CardReaders, { id, reader, apdus }: ReaderOrder): Promise<void> {
  try {
    if (apdus) say({ type: 'answer', id, answers: await readers.transmit(reader, apdus) })
    else {
      await readers.resetCard(reader)
      say({ type: 'answer', id })
    }
  } catch (error) {
    if (!(error instanceof HardwareError)) throw error
    say({ type: 'answer', id, fault: error.code })
  }
}

// Ctrl-C reaches every process of a terminal: the station decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
process.once('disconnect', () => process.exit())
setInterval(() => say({ type: 'alive' }), ALIVE_EVERY_MS)

const openDriver = await chooseDriver()
if (openDriver) {
  const service = await untilServiceIsUp()
  service.onGone(serviceGone)
  const readers = openCardReaders(openDriver, events)
  process.on('message', (order: ReaderOrder) => void obey(readers, order))
  say({ type: 'service', isUp: true })
}
