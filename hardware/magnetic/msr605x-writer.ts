import { setTimeout as pause } from 'node:timers/promises'
import {
  HardwareError,
  type Coercivity,
  type MagneticWriter,
  type SwipeSource,
  type Tracks,
} from '../ports.ts'
import type { HidPort } from './hid-port.ts'
import {
  createReportAssembler,
  MSR605X,
  parseIsoTracks,
  parseStatus,
  toReports,
  writeIso,
} from './msr605x.ts'
import { refusePayload } from './tracks.ts'

export interface Msr605xTiming {
  /** How long the device may take for what needs no person. */
  answerTimeoutMs: number
  /** How long a person may take to swipe; afterwards the device leaves write mode, so that no other card is written. */
  swipeTimeoutMs: number
  /** Keeps a device that only answers errors from being asked without a rest. */
  pauseAfterMisreadMs: number
}

const defaultTiming: Msr605xTiming = {
  answerTimeoutMs: 2_000,
  swipeTimeoutMs: 60_000,
  pauseAfterMisreadMs: 200,
}

/** An MSR605X behind a HID port: writes, reads and erases one swipe at a time, or reports every swipe while somebody listens. */
export class Msr605x implements MagneticWriter, SwipeSource {
  readonly #port: HidPort
  readonly #timing: Msr605xTiming
  readonly #assemble = createReportAssembler()
  readonly #swipeListeners = new Set<(tracks: Tracks) => void>()
  readonly #misreadListeners = new Set<(fault: HardwareError) => void>()
  #pending: { settle: (answer: Uint8Array) => void; fail: (error: Error) => void } | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #jobs = 0
  #listening = false
  #gone = false

  constructor(port: HidPort, timing: Partial<Msr605xTiming> = {}) {
    this.#port = port
    this.#timing = { ...defaultTiming, ...timing }
    port.onReport((report) => {
      const message = this.#assemble(report)
      if (message) this.#pending?.settle(message)
    })
    port.onGone(() => {
      this.#gone = true
      this.#pending?.fail(new HardwareError('device-missing'))
    })
  }

  write(tracks: Tracks, coercivity: Coercivity): Promise<void> {
    return this.#job(async () => {
      assertWritable(tracks)
      await this.#setCoercivity(coercivity)
      expectDone(await this.#waitForSwipe(writeIso(tracks)))
    })
  }

  read(): Promise<Tracks> {
    return this.#job(() => this.#readOneSwipe())
  }

  erase(coercivity: Coercivity): Promise<void> {
    return this.#job(async () => {
      await this.#setCoercivity(coercivity)
      expectDone(await this.#waitForSwipe(MSR605X.eraseAllTracks))
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
    const wasThere = !this.#gone
    this.#gone = true
    this.#swipeListeners.clear()
    this.#pending?.fail(new HardwareError('device-missing'))
    if (wasThere) await this.#send(MSR605X.reset).catch(ignoreMissingDevice)
    await this.#port.close()
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
    if (this.#listening || this.#jobs > 0 || this.#gone || this.#swipeListeners.size === 0) return
    this.#listening = true
    this.#turn = this.#turn
      .then(() => this.#reportSwipes())
      .finally(() => {
        this.#listening = false
        this.#listen()
      })
  }

  async #reportSwipes(): Promise<void> {
    while (!this.#gone && this.#jobs === 0 && this.#swipeListeners.size > 0) {
      try {
        const tracks = parseSwipe(await this.#exchange(MSR605X.readIso))
        for (const listener of this.#swipeListeners) listener(tracks)
      } catch (error) {
        if (error instanceof ListeningInterrupted) return this.#send(MSR605X.reset).catch(ignoreMissingDevice)
        if (!(error instanceof HardwareError)) throw error
        if (error.code === 'device-missing') return
        for (const listener of this.#misreadListeners) listener(error)
        await pause(this.#timing.pauseAfterMisreadMs)
      }
    }
  }

  #interruptListening(): void {
    if (this.#listening) this.#pending?.fail(new ListeningInterrupted())
  }

  async #readOneSwipe(): Promise<Tracks> {
    return parseSwipe(await this.#waitForSwipe(MSR605X.readIso))
  }

  async #setCoercivity(coercivity: Coercivity): Promise<void> {
    const command = coercivity === 'high' ? MSR605X.setHighCoercivity : MSR605X.setLowCoercivity
    expectDone(await this.#exchange(command, this.#timing.answerTimeoutMs))
  }

  async #waitForSwipe(command: Uint8Array): Promise<Uint8Array> {
    try {
      return await this.#exchange(command, this.#timing.swipeTimeoutMs)
    } catch (error) {
      if (error instanceof HardwareError && error.code === 'timeout') await this.#send(MSR605X.reset)
      throw error
    }
  }

  async #exchange(command: Uint8Array, timeoutMs?: number): Promise<Uint8Array> {
    if (this.#gone) throw new HardwareError('device-missing')
    let timer: NodeJS.Timeout | undefined
    const answer = new Promise<Uint8Array>((settle, fail) => {
      this.#pending = { settle, fail }
      if (timeoutMs !== undefined) timer = setTimeout(() => fail(new HardwareError('timeout')), timeoutMs)
    })
    try {
      const [message] = await Promise.all([answer, this.#send(command)])
      return message
    } finally {
      clearTimeout(timer)
      this.#pending = undefined
    }
  }

  async #send(message: Uint8Array): Promise<void> {
    for (const report of toReports(message)) await this.#port.write(report)
  }
}

class ListeningInterrupted extends Error {}

function parseSwipe(answer: Uint8Array): Tracks {
  if (parseStatus(answer) !== 'done') throw new HardwareError('bad-swipe')
  const tracks = parseIsoTracks(answer)
  if (Object.keys(tracks).length === 0) throw new HardwareError('bad-swipe')
  return tracks
}

function expectDone(answer: Uint8Array): void {
  const status = parseStatus(answer)
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
