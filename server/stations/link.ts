import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import {
  HEARTBEAT_EVERY_MS,
  parseStationMessage,
  type Answer,
  type ServerMessage,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { HardwareError } from '../../hardware/ports.ts'

/** Two and a half heartbeats: seen well within three seconds. */
const SILENCE_MS = HEARTBEAT_EVERY_MS * 2.5
/** An APDU takes some 10 ms; a reader that hangs must not hold its card for ever. */
export const QUICK_ANSWER_MS = 5_000

/** In five seconds. Hands are slower: whoever reports more is broken or means harm, and each report is written down. */
const MOST_REPORTS = 2_000
const REPORTS_MS = 5_000

type Request = Extract<ServerMessage, { requestId: string }>
type Omitted<T> = T extends unknown ? Omit<T, 'requestId'> : never
/** What can be asked of a station. */
export type Order =
  | Omitted<Request>
  | { type: 'set-mode'; reader: string; mode: 'encode' | 'tap' }
  | { type: 'release-card'; reader: string }

interface Waiting {
  settle: (answer: Answer) => void
  fail: (error: HardwareError) => void
}

/** One station's connection: orders out, answers and reports in; over when it closes or falls silent. */
export interface StationLink {
  /** Throws the station's `HardwareError`; 'timeout' without an answer, 'reader-gone' when the line breaks. */
  ask(order: Order, timeoutMs: number): Promise<Answer>
  end(): void
}

export interface LinkListener {
  onMessage: (message: Exclude<StationMessage, { type: 'answer' }>) => void
  /** Called once. */
  onEnd: () => void
}

export function openLink(socket: WebSocket, { onMessage, onEnd }: LinkListener): StationLink {
  const waiting = new Map<string, Waiting>()
  let silence: NodeJS.Timeout | undefined
  let isOver = false
  let reports = 0
  const reportsTimer = setInterval(() => (reports = 0), REPORTS_MS)

  function over(): void {
    if (isOver) return
    isOver = true
    clearTimeout(silence)
    clearInterval(reportsTimer)
    for (const { fail } of waiting.values()) fail(new HardwareError('reader-gone'))
    onEnd()
    socket.terminate()
  }

  function heard(): void {
    clearTimeout(silence)
    if (!isOver) silence = setTimeout(over, SILENCE_MS)
  }

  function answered({ requestId, ...answer }: Answer & { requestId: string }): void {
    const request = waiting.get(requestId)
    if (!request) return // it came too late
    if (answer.error) request.fail(new HardwareError(answer.error.code))
    else request.settle(answer)
  }

  socket.on('message', (data, isBinary) => {
    heard()
    const message = Buffer.isBuffer(data) && !isBinary ? parseStationMessage(data.toString()) : undefined
    if (!message) return over() // whoever speaks another protocol is not a station
    if (message.type === 'answer') return answered(message)
    reports += 1
    if (reports > MOST_REPORTS) return over()
    onMessage(message)
  })
  socket.on('close', over)
  socket.on('error', over)
  heard()

  return {
    end: over,
    async ask(order, timeoutMs) {
      if (isOver) throw new HardwareError('reader-gone')
      const requestId = randomUUID()
      let timer: NodeJS.Timeout | undefined
      try {
        return await new Promise<Answer>((settle, fail) => {
          waiting.set(requestId, { settle, fail })
          timer = setTimeout(() => fail(new HardwareError('timeout')), timeoutMs)
          socket.send(JSON.stringify({ ...order, requestId } satisfies ServerMessage))
        })
      } finally {
        clearTimeout(timer)
        waiting.delete(requestId)
      }
    },
  }
}
