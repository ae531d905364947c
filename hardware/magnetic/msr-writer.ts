import { setTimeout as pause } from 'node:timers/promises'
import {
  HardwareError,
  type Coercivity,
  type RawMagneticWriter,
  type RawTracks,
  type SwipeSource,
  type TrackNumber,
  type Tracks,
} from '../ports.ts'
import type { Block, LeadingZeros, Status } from './msr-answers.ts'
import * as msr from './msr-commands.ts'
import { openMsrLine, type MsrLine } from './msr-line.ts'
import type { MsrPort } from './msr-port.ts'
import { refusePayload } from './tracks.ts'

export interface MsrTiming {
  /** How long the device may take for what needs no person. */
  answerTimeoutMs: number
  /** How long a person may take to swipe; afterwards the device leaves write mode, so that no other card is written. */
  swipeTimeoutMs: number
  /** Keeps a device that only answers errors from being asked without a rest. */
  pauseAfterMisreadMs: number
}

const defaultTiming: MsrTiming = {
  answerTimeoutMs: 2_000,
  swipeTimeoutMs: 60_000,
  pauseAfterMisreadMs: 200,
}

/** What the factory sets (manual ch. 8, command 7A): another program may have left less, which readers cannot follow. */
const FACTORY_ZEROS: LeadingZeros = { tracks1And3: 0x3d, track2: 0x16 }
const ALL_TRACKS = [1, 2, 3] as const

/** What a device says of itself. */
export interface MsrIdentity {
  /** Digit of the model's variant. */
  readonly model: string
  /** For instance REVS1.00. */
  readonly firmware: string
}

/**
 * A device of the MSR family behind its line: writes, reads and erases one swipe at a time, or reports every swipe while
 * somebody listens.
 */
export class MsrWriter implements RawMagneticWriter, SwipeSource {
  readonly #line: MsrLine
  readonly #timing: MsrTiming
  readonly #swipeListeners = new Set<(tracks: Tracks) => void>()
  readonly #misreadListeners = new Set<(fault: HardwareError) => void>()
  #turn: Promise<unknown> = Promise.resolve()
  #jobs = 0
  #listening = false
  /** The listening loop waits for a swipe: only this may be interrupted. */
  #awaitsSwipe = false

  constructor(port: MsrPort, timing: Partial<MsrTiming> = {}) {
    this.#timing = { ...defaultTiming, ...timing }
    this.#line = openMsrLine(port, this.#timing.answerTimeoutMs)
  }

  /** Makes sure that such a device is there and has its factory's clocking. Throws 'timeout' where something else answers nothing. */
  prepare(): Promise<MsrIdentity> {
    return this.#job(async () => {
      await this.#line.reset()
      const identity = { model: await this.#ask(msr.askModel), firmware: await this.#ask(msr.askFirmware) }
      const zeros = await this.#ask(msr.askLeadingZeros)
      if (zeros.tracks1And3 !== FACTORY_ZEROS.tracks1And3 || zeros.track2 !== FACTORY_ZEROS.track2)
        expectDone(await this.#ask(msr.setLeadingZeros(FACTORY_ZEROS)))
      return identity
    })
  }

  write(tracks: Tracks, coercivity: Coercivity): Promise<void> {
    return this.#job(async () => {
      assertWritable(tracks)
      await this.#setCoercivity(coercivity)
      expectDone(await this.#waitForSwipe(msr.writeIso(tracks)))
    })
  }

  read(): Promise<Tracks> {
    return this.#job(async () => expectTracks(await this.#waitForSwipe(msr.readIso)))
  }

  erase(coercivity: Coercivity, tracks: readonly TrackNumber[] = ALL_TRACKS): Promise<void> {
    return this.#job(async () => {
      await this.#setCoercivity(coercivity)
      expectDone(await this.#waitForSwipe(msr.erase(tracks)))
    })
  }

  writeRaw(tracks: RawTracks, coercivity: Coercivity): Promise<void> {
    return this.#job(async () => {
      const command = msr.writeRaw(tracks)
      await this.#setCoercivity(coercivity)
      await this.#setPackedBits()
      expectDone(await this.#waitForSwipe(command))
    })
  }

  readRaw(): Promise<RawTracks> {
    return this.#job(async () => {
      await this.#setPackedBits()
      return expectTracks(await this.#waitForSwipe(msr.readRaw))
    })
  }

  onSwipe(listener: (tracks: Tracks) => void): () => void {
    this.#swipeListeners.add(listener)
    this.#listen()
    return () => {
      this.#swipeListeners.delete(listener)
      if (this.#swipeListeners.size === 0) this.#interruptListening()
    }
  }

  /** Reports each swipe that could not be read while somebody listens for swipes. */
  onMisread(listener: (fault: HardwareError) => void): () => void {
    this.#misreadListeners.add(listener)
    return () => this.#misreadListeners.delete(listener)
  }

  /** Leaves write mode and gives the device back. */
  async close(): Promise<void> {
    this.#swipeListeners.clear()
    if (!this.#line.isGone) await this.#line.sendReset().catch(ignoreMissingDevice)
    await this.#line.close()
  }

  /** One job at a time; a job takes the device away from the listening loop, which then starts again. */
  #job<T>(work: () => Promise<T>): Promise<T> {
    this.#jobs += 1
    this.#interruptListening()
    const done = this.#turn.then(work).finally(() => {
      this.#jobs -= 1
      this.#listen()
    })
    this.#turn = done.catch(() => undefined)
    return done
  }

  #listen(): void {
    if (this.#listening || this.#jobs > 0 || this.#line.isGone || this.#swipeListeners.size === 0) return
    this.#listening = true
    this.#turn = this.#turn
      .then(() => this.#reportSwipes())
      .finally(() => {
        this.#listening = false
        this.#listen()
      })
  }

  async #reportSwipes(): Promise<void> {
    while (!this.#line.isGone && this.#jobs === 0 && this.#swipeListeners.size > 0) {
      try {
        const tracks = expectTracks(await this.#nextSwipe())
        for (const listener of this.#swipeListeners) listener(tracks)
      } catch (error) {
        if (error instanceof ListeningInterrupted) return this.#line.reset().catch(ignoreFault)
        if (!(error instanceof HardwareError)) throw error
        if (error.code === 'device-missing') return
        for (const listener of this.#misreadListeners) listener(error)
        await pause(this.#timing.pauseAfterMisreadMs)
      }
    }
  }

  async #nextSwipe(): Promise<Block> {
    this.#awaitsSwipe = true
    try {
      return await this.#line.exchange(msr.readIso)
    } finally {
      this.#awaitsSwipe = false
    }
  }

  #interruptListening(): void {
    if (this.#awaitsSwipe) this.#line.interrupt(new ListeningInterrupted())
  }

  #ask<Answer>(command: msr.Command<Answer>): Promise<Answer> {
    return this.#line.exchange(command, this.#timing.answerTimeoutMs)
  }

  async #setCoercivity(coercivity: Coercivity): Promise<void> {
    expectDone(await this.#ask(msr.setCoercivity(coercivity)))
    // A device that stayed at the other strength would write a stripe that reads badly or not at all.
    if ((await this.#ask(msr.askCoercivity)) !== coercivity) throw new HardwareError('write-failed')
  }

  async #setPackedBits(): Promise<void> {
    expectDone(await this.#ask(msr.setBitsPerCharacter(8, 8, 8)))
  }

  async #waitForSwipe<Answer>(command: msr.Command<Answer>): Promise<Answer> {
    try {
      return await this.#line.exchange(command, this.#timing.swipeTimeoutMs)
    } catch (error) {
      if (error instanceof HardwareError && error.code === 'timeout') await this.#line.reset()
      throw error
    }
  }
}

class ListeningInterrupted extends Error {}

function expectTracks<T extends object>({ status, tracks }: { status: Status; tracks: T }): T {
  if (status !== 'done' || Object.keys(tracks).length === 0) throw new HardwareError('bad-swipe')
  return tracks
}

function expectDone(status: Status): void {
  if (status === 'bad-swipe') throw new HardwareError('bad-swipe')
  if (status !== 'done') throw new HardwareError('write-failed')
}

function assertWritable(tracks: Tracks): void {
  for (const [track, text] of [
    [1, tracks.track1],
    [2, tracks.track2],
    [3, tracks.track3],
  ] as const)
    if (text !== undefined && refusePayload(track, text))
      throw new RangeError(`Track ${track} cannot hold this text: ${refusePayload(track, text)}`)
}

function ignoreMissingDevice(error: unknown): void {
  if (!(error instanceof HardwareError && error.code === 'device-missing')) throw error
}

/** The job that interrupted meets the same fault, and tells it. */
function ignoreFault(error: unknown): void {
  if (!(error instanceof HardwareError)) throw error
}
