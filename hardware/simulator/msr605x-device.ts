import type { HidPort } from '../magnetic/hid-port.ts'
import { createReportAssembler, toReports } from '../magnetic/msr605x.ts'
import { refusePayload, TRACK_FORMATS, type TrackNumber } from '../magnetic/tracks.ts'
import { HardwareError, type Coercivity, type Tracks } from '../ports.ts'
import { eraseStripe, readStripeTrack, writeStripe, type Stripe } from './stripe.ts'

const ESC = 0x1b
const OK = Uint8Array.of(ESC, 0x30)
const FAILED = Uint8Array.of(ESC, 0x41)
const INVALID_COMMAND = Uint8Array.of(ESC, 0x34)

type Waiting = { for: 'read' } | { for: 'write'; tracks: Tracks } | { for: 'erase' }
export type SwipeFault = 'bad-swipe' | 'write-fails'

/**
 * A simulated MSR605X: speaks the device's own commands in its own 64-byte reports, waits for swipes like it does,
 * keeps its field strength between commands, and fails when a script says so.
 */
export class SimulatedMsr605x {
  readonly #assemble = createReportAssembler()
  readonly #reportListeners = new Set<(report: Uint8Array) => void>()
  readonly #goneListeners = new Set<() => void>()
  readonly #onWaiting: () => void
  #field: Coercivity = 'high'
  #waiting: Waiting | undefined
  #nextFault: SwipeFault | undefined
  #unplugged = false

  /** `onWaiting` is told each time when the device begins to wait for a card: a simulated hand can swipe then. */
  constructor(onWaiting: () => void = () => undefined) {
    this.#onWaiting = onWaiting
  }

  readonly port: HidPort = {
    write: async (report) => {
      if (this.#unplugged) throw new HardwareError('device-missing')
      const command = this.#assemble(report)
      if (command) this.#obey(command)
    },
    onReport: (listener) => {
      this.#reportListeners.add(listener)
      return () => this.#reportListeners.delete(listener)
    },
    onGone: (listener) => {
      this.#goneListeners.add(listener)
      return () => this.#goneListeners.delete(listener)
    },
    close: async () => this.#reportListeners.clear(),
  }

  get isWaitingForSwipe(): boolean {
    return this.#waiting !== undefined
  }

  /** Draws a stripe through the device and answers the stripe as it is afterwards; nothing happens when it does not wait. */
  swipe(stripe: Stripe): Stripe {
    const waiting = this.#waiting
    if (!waiting) return stripe
    const fault = this.#nextFault
    this.#waiting = undefined
    this.#nextFault = undefined
    if (fault) {
      this.#answer(faultAnswer(waiting, fault))
      return stripe
    }
    if (waiting.for === 'read') {
      this.#answer(readAnswer(tracksAnswer(stripe), 0x30))
      return stripe
    }
    this.#answer(OK)
    return waiting.for === 'write'
      ? writeStripe(stripe, waiting.tracks, this.#field)
      : eraseStripe(stripe, this.#field)
  }

  /** Makes the next swipe go wrong. */
  failNextSwipe(fault: SwipeFault): void {
    this.#nextFault = fault
  }

  /** Pulls the cable. */
  unplug(): void {
    this.#unplugged = true
    this.#waiting = undefined
    for (const listener of this.#goneListeners) listener()
  }

  #obey(command: Uint8Array): void {
    const [escape, code = 0] = command
    if (escape !== ESC) return this.#answer(INVALID_COMMAND)
    switch (code) {
      case 0x61: // reset: never answered
        this.#waiting = undefined
        return
      case 0x65:
        return this.#answer(Uint8Array.of(ESC, 0x79))
      case 0x78:
        this.#field = 'high'
        return this.#answer(OK)
      case 0x79:
        this.#field = 'low'
        return this.#answer(OK)
      case 0x64:
        return this.#answer(Uint8Array.of(ESC, this.#field === 'high' ? 0x48 : 0x4c))
      case 0x74:
        return this.#answer(Uint8Array.of(ESC, 0x35, 0x53))
      case 0x76:
        return this.#answer(Uint8Array.from([ESC, ...Buffer.from('REVS1.00')]))
      case 0x72:
        return this.#wait({ for: 'read' })
      case 0x77: {
        const tracks = parseWriteBlock(command.subarray(2))
        return tracks ? this.#wait({ for: 'write', tracks }) : this.#answer(Uint8Array.of(ESC, 0x32))
      }
      case 0x63:
        return command[2] === 0x07 ? this.#wait({ for: 'erase' }) : this.#answer(FAILED)
      default:
        return this.#answer(INVALID_COMMAND)
    }
  }

  #wait(waiting: Waiting): void {
    this.#waiting = waiting
    setImmediate(this.#onWaiting)
  }

  #answer(message: Uint8Array): void {
    for (const report of toReports(message))
      setImmediate(() => {
        for (const listener of this.#reportListeners) listener(report)
      })
  }
}

/** Status 39 is a bad swipe, 31 a read or write error (manual ch. 9). */
function faultAnswer(waiting: Waiting, fault: SwipeFault): Uint8Array {
  const status = fault === 'bad-swipe' ? 0x39 : 0x31
  return waiting.for === 'read' ? readAnswer([], status) : Uint8Array.of(ESC, status)
}

/** ESC s, the tracks, `?` FS ESC status (manual ch. 9). */
const readAnswer = (tracks: number[], status: number): Uint8Array =>
  Uint8Array.of(ESC, 0x73, ...tracks, 0x3f, 0x1c, ESC, status)

/** Each track behind its marker; ESC + for an empty one, ESC * for one that cannot be read. */
function tracksAnswer(stripe: Stripe): number[] {
  return ([1, 2, 3] as const).flatMap((number) => {
    const track = readStripeTrack(stripe, number)
    const { start, end } = TRACK_FORMATS[number]
    if (track.state === 'readable') return [ESC, number, ...Buffer.from(start + track.payload + end)]
    return [ESC, number, ESC, track.state === 'empty' ? 0x2b : 0x2a]
  })
}

/** Reads ESC s [ESC n text]… ? FS as the device does; undefined when it is not of that form. */
function parseWriteBlock(block: Uint8Array): Tracks | undefined {
  const text = Buffer.from(block).toString('latin1')
  if (!text.startsWith('\u001bs') || !text.endsWith('?\u001c')) return undefined
  const tracks: Partial<Record<`track${TrackNumber}`, string>> = {}
  for (const section of text.slice(2, -2).split('\u001b').slice(1)) {
    const number = section.charCodeAt(0)
    const payload = section.slice(1)
    if (!isTrackNumber(number) || refusePayload(number, payload)) return undefined
    tracks[`track${number}`] = payload
  }
  return tracks
}

const isTrackNumber = (value: number): value is TrackNumber => value === 1 || value === 2 || value === 3
