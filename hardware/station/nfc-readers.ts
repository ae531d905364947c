import { readAnyTap } from '../nfc/read-tap.ts'
import { channelOf } from '../nfc/apdu.ts'
import { HardwareError } from '../ports.ts'
import type { DeviceDescription, DeviceMode, StationMessage } from './messages.ts'

export type Report = (message: StationMessage) => void

/** How bytes reach a card on a named reader: PC/SC, or the simulator's drawer. */
export interface ReaderTransport {
  /** As `CardChannel.transmitAll`, all of them to one card. */
  transmit(reader: string, apdus: readonly Uint8Array[]): Promise<Uint8Array[]>
  resetCard(reader: string): Promise<void>
}

interface ReaderState {
  mode: DeviceMode
  /** Cards seen so far; the number of the last one names it. */
  seq: number
  card: { uid: string | undefined } | undefined
}

/**
 * The NFC readers of a station: says who comes and goes, and relays commands in encode mode;
 * in tap mode it reads each card's address itself and reports that.
 */
export function createNfcReaders(options: {
  transport: ReaderTransport
  simulated: boolean
  report: Report
}) {
  const { transport, simulated, report } = options
  const readers = new Map<string, ReaderState>()
  const chosenModes = new Map<string, DeviceMode>()

  const describe = (name: string, state: ReaderState): DeviceDescription => ({
    name,
    kind: 'nfc-reader',
    simulated,
    mode: state.mode,
    state: state.card ? 'occupied' : 'ready',
  })
  const changed = (name: string, state: ReaderState): void =>
    report({ type: 'device-changed', device: describe(name, state) })

  function announceCard(name: string, state: ReaderState): void {
    if (!state.card) return
    const uid = state.card.uid
    report({ type: 'card-present', reader: name, seq: state.seq, ...(uid !== undefined && { uid }) })
  }

  async function reportTap(name: string, seq: number): Promise<void> {
    try {
      const uri = await readAnyTap(
        channelOf((apdus) => transport.transmit(name, apdus)),
        name,
      )
      if (readers.get(name)?.seq === seq) report({ type: 'tap', reader: name, uri })
    } catch (error) {
      if (!(error instanceof HardwareError)) throw error
      report({ type: 'misread', device: name, error: { code: error.code } })
    }
  }

  function findReader(name: string): ReaderState {
    const state = readers.get(name)
    if (!state) throw new HardwareError('device-missing')
    return state
  }

  return {
    describeAll: (): DeviceDescription[] => [...readers].map(([name, state]) => describe(name, state)),
    has: (name: string): boolean => readers.has(name),

    /** Tells a server that has just been reached which cards lie where; a tap is told once only, when it happens. */
    announceCards(): void {
      for (const [name, state] of readers) announceCard(name, state)
    },

    readerAppeared(name: string, mode: DeviceMode): void {
      const state: ReaderState = { mode: chosenModes.get(name) ?? mode, seq: 0, card: undefined }
      readers.set(name, state)
      changed(name, state)
    },

    readerGone(name: string): void {
      const state = readers.get(name)
      if (!state) return
      readers.delete(name)
      report({ type: 'device-changed', device: { ...describe(name, state), state: 'gone' } })
    },

    async cardArrived(name: string, uid: string | undefined): Promise<void> {
      const state = findReader(name)
      state.seq += 1
      state.card = { uid }
      announceCard(name, state)
      if (state.mode === 'tap') await reportTap(name, state.seq)
    },

    cardLeft(name: string): void {
      const state = readers.get(name)
      if (!state?.card) return
      state.card = undefined
      report({ type: 'card-gone', reader: name, seq: state.seq })
    },

    /** Relays commands. `seq` of another card than the present one is 'card-lost': the meant card has left. */
    async transmit(
      name: string,
      apdus: readonly Uint8Array[],
      seq: number | undefined,
    ): Promise<Uint8Array[]> {
      const state = findReader(name)
      if (!state.card) throw new HardwareError(seq === undefined ? 'no-card' : 'card-lost')
      if (seq !== undefined && seq !== state.seq) throw new HardwareError('card-lost')
      return transport.transmit(name, apdus)
    },

    async releaseCard(name: string): Promise<void> {
      if (findReader(name).card) await transport.resetCard(name)
    },

    /** Ends every session that the server left open, so that no card lies there authenticated. */
    async releaseAll(): Promise<void> {
      const occupied = [...readers].filter(([, state]) => state.card !== undefined)
      await Promise.allSettled(occupied.map(([name]) => transport.resetCard(name)))
    },

    setMode(name: string, mode: DeviceMode): void {
      const state = findReader(name)
      chosenModes.set(name, mode)
      state.mode = mode
      changed(name, state)
    },
  }
}

export type NfcReaders = ReturnType<typeof createNfcReaders>
