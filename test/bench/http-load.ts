import { createConnection, type Socket } from 'node:net'
import { nextAddress } from '../faults/ground/http-client.ts'
import type { Measured } from './contest.ts'

/** One request as bytes: what a load of thousands a second can afford, where a client for all cases cannot. */
export interface Request {
  method: 'GET' | 'POST'
  path: string
  headers?: Record<string, string>
  body?: string
}

interface LoadSize {
  /** requests at a time, each on a connection that stays open */
  connections: number
  seconds: number
  /** asked for at this pace, however long answers take; as fast as they are answered when it is absent */
  perSecond?: number
}

/**
 * Asks for as much as goes at the number of connections that serves best here, as pgbench has the best number of its
 * clients; then at seven tenths of that pace: how long one waits there.
 */
export function loadAtBest(address: string, make: () => Request): (seconds: number) => Promise<Measured> {
  let best: number | undefined
  return async (seconds) => {
    best ??= await bestConnections(address, make)
    const top = await load(address, { connections: best, seconds }, make)
    const perSecond = (top['perSecond'] ?? 0) * 0.7
    const calm = await load(address, { connections: best, seconds, perSecond }, make)
    return {
      connections: best,
      ...top,
      p50At70Ms: calm['p50Ms'] ?? NaN,
      p99At70Ms: calm['p99Ms'] ?? NaN,
    }
  }
}

const CONNECTIONS = [32, 64, 128, 256]

/** The server is warm after it. */
async function bestConnections(address: string, make: () => Request): Promise<number> {
  let best = { connections: 0, perSecond: 0 }
  for (const connections of CONNECTIONS) {
    const { perSecond = 0 } = await load(address, { connections, seconds: 2 }, make)
    if (perSecond > best.perSecond) best = { connections, perSecond }
  }
  return best.connections
}

/** Asks again and again; every answer must be 200. Times are from when a request was due to its whole answer. */
async function load(address: string, size: LoadSize, make: () => Request): Promise<Measured> {
  const { hostname, port } = new URL(address)
  const sockets = await Promise.all(
    Array.from({ length: size.connections }, () => open(hostname, Number(port))),
  )
  const tookMs: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + size.seconds * 1_000
  let sent = 0
  async function lane(connection: Connection): Promise<void> {
    for (;;) {
      let dueAt = performance.now()
      if (size.perSecond !== undefined) {
        dueAt = startedAt + (sent * 1_000) / size.perSecond
        sent += 1
        const early = dueAt - performance.now()
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
      }
      if (dueAt >= endsAt || performance.now() >= endsAt) return
      const { status, body } = await connection.ask(bytesOf(make(), hostname))
      if (status !== 200) throw new Error(`refused: ${status} ${body}`)
      tookMs.push(performance.now() - dueAt)
    }
  }
  try {
    await Promise.all(sockets.map(lane))
  } finally {
    for (const socket of sockets) socket.close()
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (share: number): number => tenths(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN)
  return { perSecond: tenths(tookMs.length / seconds), p50Ms: at(0.5), p99Ms: at(0.99) }
}

const tenths = (value: number): number => Math.round(value * 10) / 10

interface Connection {
  ask(bytes: string): Promise<{ status: number; body: string }>
  close(): void
}

function open(host: string, port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket: Socket = createConnection({ host, port, noDelay: true })
    let received: Buffer = Buffer.alloc(0)
    let waiting:
      | { resolve: (answer: { status: number; body: string }) => void; reject: (error: Error) => void }
      | undefined
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const answer = wholeAnswer(received)
      if (!answer) return
      received = Buffer.alloc(0)
      waiting?.resolve(answer)
    })
    socket.on('error', (error) => (waiting?.reject ?? reject)(error))
    socket.on('close', () => waiting?.reject(new Error('the connection ended without an answer')))
    socket.once('connect', () =>
      resolve({
        ask: (bytes) =>
          new Promise((resolve, reject) => {
            waiting = { resolve, reject }
            socket.write(bytes)
          }),
        close: () => {
          waiting = undefined
          socket.destroy()
        },
      }),
    )
  })
}

const HEAD_ENDS = Buffer.from('\r\n\r\n')

/** One request waits on a connection at a time, so that what was received is one answer or the beginning of one. */
function wholeAnswer(received: Buffer): { status: number; body: string } | undefined {
  const end = received.indexOf(HEAD_ENDS)
  if (end < 0) return undefined
  const head = received.toString('latin1', 0, end)
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? NaN)
  if (Number.isNaN(length)) throw new Error(`an answer without a length: ${head}`)
  if (received.length < end + 4 + length) return undefined
  return { status: Number(head.slice(9, 12)), body: received.toString('utf8', end + 4, end + 4 + length) }
}

function bytesOf({ method, path, headers = {}, body = '' }: Request, host: string): string {
  const lines = Object.entries({ host, 'x-forwarded-for': nextAddress(), ...headers })
  const sized =
    method === 'POST'
      ? [
          ['content-type', 'application/json'],
          ['content-length', String(Buffer.byteLength(body))],
        ]
      : []
  const head = [...lines, ...sized].map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${method} /api/v1${path} HTTP/1.1\r\n${head}\r\n${body}`
}
