import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { HardwareError } from '../../ports.ts'
import type { CardReaderEvents, CardReaders } from './card-readers.ts'
import type { DriverName } from './driver.ts'
import { childEnvironment } from './environment.ts'
import { ALIVE_EVERY_MS, type DriverMessage, type ReaderOrder } from './messages.ts'

/** Why there are no readers: no library, no service, or a library that stopped and is started again. */
export type PcscTrouble = 'driver-not-installed' | 'service-down' | 'driver-stopped'

/** What happens on the readers of this machine, and to the driver behind them. */
export interface PcscEvents extends Omit<CardReaderEvents, 'failed'> {
  /** Told once for each driver process that begins. */
  driverChosen(driver: DriverName): void
  /** Told once when it begins; all readers are gone by then. */
  troubleBegan(trouble: PcscTrouble): void
  troubleEnded(trouble: PcscTrouble): void
}

/** Throws HardwareError 'reader-gone' besides, when the driver stops in the middle. */
export interface PcscReaders extends CardReaders {
  close(): Promise<void>
}

/** From its sources the station runs the child's source, as built the child's own bundle. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? 'child.ts' : '../pcsc-child.js', import.meta.url),
)
/** Beats of silence after which a child that has spoken counts as hung: three seconds. */
const SILENT_BEATS = 6
/** A slow machine that has just been switched on takes its time to start a program. */
const FIRST_WORD_BEATS = 40
const SHORTEST_RETRY_MS = 200
const LONGEST_RETRY_MS = 5_000
const STEADY_MS = 10_000

/**
 * Watches the PC/SC readers through a process of its own for the native library, and goes on when that process, or the
 * service behind it, hangs or dies and comes back.
 */
export function watchPcsc(events: PcscEvents): PcscReaders {
  const closing = new AbortController()
  const readers = new Set<string>()
  const occupied = new Set<string>()
  const waiting = new Map<number, (answer: Answer) => void>()
  let orders = 0
  let child: ChildProcess | undefined
  let trouble: PcscTrouble | undefined

  const watching = keepRunning()

  async function keepRunning(): Promise<void> {
    let retryMs = SHORTEST_RETRY_MS
    while (!closing.signal.aborted) {
      const startedAt = performance.now()
      await runOnce()
      if (closing.signal.aborted || trouble === 'driver-not-installed') return
      retryMs =
        performance.now() - startedAt > STEADY_MS
          ? SHORTEST_RETRY_MS
          : Math.min(retryMs * 2, LONGEST_RETRY_MS)
      await pause(retryMs, undefined, { signal: closing.signal }).catch(() => undefined)
    }
  }

  /** One life of the child; it is always ended the hard way, and the service then resets what lay open on its cards. */
  async function runOnce(): Promise<void> {
    const running = fork(program, { serialization: 'advanced', env: childEnvironment() })
    child = running
    const end = (): void => void running.kill('SIGKILL')
    process.once('exit', end)
    closing.signal.addEventListener('abort', end, { once: true })
    let beatsLeft = FIRST_WORD_BEATS
    // Counted in beats and not by the clock: after a standstill of the whole computer nobody is to blame.
    const watchdog = setInterval(() => (beatsLeft -= 1) < 0 && end(), ALIVE_EVERY_MS)
    let isOpen = false
    running.on('message', (message: DriverMessage) => {
      beatsLeft = SILENT_BEATS
      if (message.type === 'service') isOpen = message.isUp
      hear(message, end)
    })
    running.on('error', end) // a pipe that broke: its end follows
    await once(running, 'exit').catch(() => undefined)
    clearInterval(watchdog)
    process.off('exit', end)
    closing.signal.removeEventListener('abort', end)
    dropAll()
    // Without a service the library hangs while it is opened.
    if (!closing.signal.aborted) begin(isOpen ? 'driver-stopped' : 'service-down')
  }

  function hear(message: DriverMessage, end: () => void): void {
    switch (message.type) {
      case 'alive':
        return
      case 'driver':
        if (message.name) return events.driverChosen(message.name)
        begin('driver-not-installed')
        return end()
      case 'service':
        return message.isUp ? endTrouble() : begin('service-down')
      case 'answer':
        return waiting.get(message.id)?.(message)
      case 'failed':
        return end()
      case 'readerAppeared':
        readers.add(message.details[0])
        return events.readerAppeared(...message.details)
      case 'readerGone':
        readers.delete(message.details[0])
        return events.readerGone(...message.details)
      case 'cardArrived':
        occupied.add(message.details[0])
        return events.cardArrived(...message.details)
      case 'cardLeft':
        occupied.delete(message.details[0])
        return events.cardLeft(...message.details)
      case 'cardUnusable':
        return events.cardUnusable(...message.details)
    }
  }

  /** What is wrong already is not told again, nor is anything else once no driver is there. */
  function begin(began: PcscTrouble): void {
    if (trouble === began || trouble === 'driver-not-installed') return
    endTrouble()
    trouble = began
    events.troubleBegan(began)
  }

  function endTrouble(): void {
    if (trouble) events.troubleEnded(trouble)
    trouble = undefined
  }

  function dropAll(): void {
    child = undefined
    for (const settle of waiting.values()) settle({ fault: 'reader-gone' })
    for (const reader of occupied) events.cardLeft(reader)
    for (const reader of readers) events.readerGone(reader)
    occupied.clear()
    readers.clear()
  }

  async function order(what: Omit<ReaderOrder, 'id'>): Promise<Answer> {
    const id = (orders += 1)
    try {
      return await new Promise<Answer>((resolve, reject) => {
        waiting.set(id, ({ fault, ...answer }) =>
          fault ? reject(new HardwareError(fault)) : resolve(answer),
        )
        if (!child?.connected) return reject(new HardwareError('reader-gone'))
        child.send({ id, ...what } satisfies ReaderOrder)
      })
    } finally {
      waiting.delete(id)
    }
  }

  return {
    async transmit(reader, apdus) {
      const { answers } = await order({ reader, apdus })
      return answers ?? []
    },
    async resetCard(reader) {
      await order({ reader })
    },
    async close() {
      closing.abort()
      await watching
    },
  }
}

type Answer = Pick<Extract<DriverMessage, { type: 'answer' }>, 'answers' | 'fault'>
