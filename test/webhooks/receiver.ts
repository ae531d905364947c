import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { vi } from 'vitest'

export interface Received {
  id: string
  headers: IncomingHttpHeaders
  body: string
}

/** A receiver at this machine that answers as it is told, and keeps what it was sent. */
export interface Receiver extends AsyncDisposable {
  address: string
  received: Received[]
  /** what it answers from now on; 200 at first */
  answer(listener: RequestListener): void
}

const takeIt: RequestListener = (_, response) => response.end('ok')

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  let listener = takeIt
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const body = Buffer.concat(pieces).toString()
      received.push({ id: String(request.headers['webhook-id']), headers: request.headers, body })
      listener(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (next) => {
      listener = next
    },
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** What the maintained verifier makes of it at the moment that it was signed; throws when a signature is wrong. */
export function verified({ body, headers }: Received, secret: string) {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1_000 })
  try {
    return new Webhook(secret).verify(body, headers as Record<string, string>) as {
      type: string
      timestamp: string
      data: Record<string, unknown>
    }
  } finally {
    vi.useRealTimers()
  }
}
