import type { HidPort } from '../magnetic/hid-port.ts'
import { createReportAssembler, toReports } from '../magnetic/hid-reports.ts'
import { HardwareError, type Coercivity } from '../ports.ts'
import {
  ESC,
  FAILED,
  INVALID_COMMAND,
  isoTracks,
  OK,
  rawTracks,
  readAnswer,
  toldAs,
  WRONG_FORMAT,
} from './msr605x-answers.ts'
import { erasure, isoBlock, rawBlock, takeCommand } from './msr605x-commands.ts'
import { magnetise, trackNumbers, type Magnetisation, type Stripe } from './stripe.ts'

/** An erasure is a write of no bits. */
type Waiting = { for: 'read' } | { for: 'read-raw' } | { for: 'write'; tracks: Magnetisation }

/** The card leaves after a share of the stripe (0 to 1), and the device says what it made of that, or its cable is pulled. */
interface TornSwipe {
  share: number
  told: keyof typeof toldAs | 'unplugged'
}
export type SwipeFault = 'bad-swipe' | 'write-fails' | TornSwipe

export interface SimulatedMsrOptions {
  /** Told each time when the device begins to wait for a card: a simulated hand can swipe then. */
  onWaiting?: (() => void) | undefined
  /** Answers small letters for its field strength, as some units do. */
  smallLetters?: boolean
  /** A model without the strong field: it says yes, and stays at the weak one. */
  lowOnly?: boolean
}

/**
 * A simulated device of the MSR family: obeys its commands, waits for swipes like it does, keeps its settings between
 * commands, and fails when a script says so.
 */
export class SimulatedMsr {
  readonly #options: SimulatedMsrOptions
  readonly #listeners = new Set<(answer: Uint8Array) => void>()
  readonly #goneListeners = new Set<() => void>()
  #field: Coercivity
  #zeros = { tracks1And3: 0x3d, track2: 0x16 }
  #bitsPerCharacter: readonly number[] = [7, 5, 5]
  #waiting: Waiting | undefined
  #nextFault: SwipeFault | undefined
  #received: number[] = []
  #isUnplugged = false

  constructor(options: SimulatedMsrOptions = {}) {
    this.#options = options
    this.#field = options.lowOnly ? 'low' : 'high'
  }

  get isWaitingForSwipe(): boolean {
    return this.#waiting !== undefined
  }

  get isUnplugged(): boolean {
    return this.#isUnplugged
  }

  get leadingZeros(): { tracks1And3: number; track2: number } {
    return this.#zeros
  }

  onAnswer(listener: (answer: Uint8Array) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onUnplugged(listener: () => void): () => void {
    this.#goneListeners.add(listener)
    return () => this.#goneListeners.delete(listener)
  }

  /** Takes bytes as they come over the line, in pieces of any size. */
  receive(bytes: Uint8Array): void {
    this.#received.push(...bytes)
    for (;;) {
      const command = takeCommand(Uint8Array.from(this.#received))
      if (!command) return
      this.#received = this.#received.slice(command.length)
      this.#obey(command)
    }
  }

  /** Draws a stripe through the device and answers the stripe as it is afterwards; nothing happens when it does not wait. */
  swipe(stripe: Stripe): Stripe {
    const waiting = this.#waiting
    const fault = this.#nextFault
    if (!waiting) return stripe
    this.#waiting = undefined
    this.#nextFault = undefined
    if (waiting.for === 'write') return this.#writeUnder(stripe, waiting.tracks, fault)
    this.#answerRead(waiting.for, stripe, fault)
    return stripe
  }

  /** Makes the next swipe go wrong. */
  failNextSwipe(fault: SwipeFault): void {
    this.#nextFault = fault
  }

  /** Pulls the cable. */
  unplug(): void {
    this.#isUnplugged = true
    this.#waiting = undefined
    for (const listener of this.#goneListeners) listener()
  }

  #answerRead(kind: 'read' | 'read-raw', stripe: Stripe, fault: SwipeFault | undefined): void {
    if (isTorn(fault) && fault.told === 'unplugged') return this.unplug()
    if (fault) return this.#answer(readAnswer([], toldAs[isTorn(fault) ? 'bad-swipe' : fault]))
    this.#answer(readAnswer(kind === 'read' ? isoTracks(stripe) : rawTracks(stripe), toldAs.done))
  }

  #writeUnder(stripe: Stripe, tracks: Magnetisation, fault: SwipeFault | undefined): Stripe {
    if (fault && !isTorn(fault)) {
      this.#answer(Uint8Array.of(ESC, toldAs[fault]))
      return stripe
    }
    if (fault?.told === 'unplugged') this.unplug()
    else this.#answer(Uint8Array.of(ESC, toldAs[fault?.told ?? 'done']))
    return magnetise(stripe, this.#withLeadingZeros(tracks), {
      field: this.#field,
      ...(fault && { share: fault.share }),
    })
  }

  #withLeadingZeros(tracks: Magnetisation): Magnetisation {
    const clocked: Magnetisation = {}
    for (const number of trackNumbers) {
      const bits = tracks[number]
      const zeros = number === 2 ? this.#zeros.track2 : this.#zeros.tracks1And3
      if (bits)
        clocked[number] = bits.length === 0 ? [] : [...Array.from({ length: zeros }, () => false), ...bits]
    }
    return clocked
  }

  #obey(command: Uint8Array): void {
    const [escape, code = 0, ...rest] = command
    if (escape !== ESC) return this.#answer(INVALID_COMMAND)
    switch (code) {
      case 0x61: // reset: never answered
        this.#waiting = undefined
        return
      case 0x65:
        return this.#answer(Uint8Array.of(ESC, 0x79))
      case 0x78:
        this.#field = this.#options.lowOnly ? 'low' : 'high'
        return this.#answer(OK)
      case 0x79:
        this.#field = 'low'
        return this.#answer(OK)
      case 0x64:
        return this.#answer(Uint8Array.of(ESC, this.#fieldLetter()))
      case 0x74:
        return this.#answer(Uint8Array.of(ESC, 0x33, 0x53))
      case 0x76:
        return this.#answer(Uint8Array.from([ESC, ...Buffer.from('REVS1.00')]))
      case 0x6f:
        this.#bitsPerCharacter = rest
        return this.#answer(Uint8Array.of(...OK, ...rest))
      case 0x7a: {
        const [tracks1And3 = 0, track2 = 0] = rest
        this.#zeros = { tracks1And3, track2 }
        return this.#answer(OK)
      }
      case 0x6c:
        return this.#answer(Uint8Array.of(ESC, this.#zeros.tracks1And3, this.#zeros.track2))
      case 0x72:
        return this.#wait({ for: 'read' })
      case 0x6d:
        return this.#isPacked() ? this.#wait({ for: 'read-raw' }) : this.#answer(WRONG_FORMAT)
      case 0x77:
        return this.#waitToWrite(isoBlock(command.subarray(2)), WRONG_FORMAT)
      case 0x6e: {
        const tracks = this.#isPacked() ? rawBlock(command.subarray(2)) : undefined
        return this.#waitToWrite(tracks, WRONG_FORMAT)
      }
      case 0x63:
        return this.#waitToWrite(erasure(rest[0]), FAILED)
      default:
        return this.#answer(INVALID_COMMAND)
    }
  }

  #fieldLetter(): number {
    const capital = this.#field === 'high' ? 0x48 : 0x4c
    return this.#options.smallLetters ? capital | 0x20 : capital
  }

  /** The simulated device knows raw data as packed bits only. */
  #isPacked(): boolean {
    return this.#bitsPerCharacter.every((bits) => bits === 8)
  }

  #waitToWrite(tracks: Magnetisation | undefined, refusal: Uint8Array): void {
    if (tracks) this.#wait({ for: 'write', tracks })
    else this.#answer(refusal)
  }

  #wait(waiting: Waiting): void {
    this.#waiting = waiting
    setImmediate(() => this.#options.onWaiting?.())
  }

  #answer(message: Uint8Array): void {
    setImmediate(() => {
      for (const listener of this.#listeners) listener(message)
    })
  }
}

/** A simulated MSR605X: the same device behind 64-byte USB reports. */
export class SimulatedMsr605x extends SimulatedMsr {
  readonly port: HidPort = hidPortOf(this)
}

function hidPortOf(device: SimulatedMsr): HidPort {
  const assemble = createReportAssembler()
  return {
    async write(report) {
      if (device.isUnplugged) throw new HardwareError('device-missing')
      const command = assemble(report)
      if (command) device.receive(command)
    },
    onReport: (listener) => device.onAnswer((answer) => toReports(answer).forEach(listener)),
    onGone: (listener) => device.onUnplugged(listener),
    close: () => Promise.resolve(),
  }
}

const isTorn = (fault: SwipeFault | undefined): fault is TornSwipe => typeof fault === 'object'
