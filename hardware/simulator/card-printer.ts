import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeIpp, encodeIpp } from '../printing/ipp-message.ts'
import { answerIpp, newPrinterState, tick, type PrinterState } from './card-printer-jobs.ts'
import { panelPage } from './card-printer-panel.ts'

/** A card printer that prints into the air: real IPP on this machine's loopback, no cards. */
export interface SimulatedPrinter {
  /** `ipp://127.0.0.1:port/ipp/print` */
  address: string
  stop(): Promise<void>
}

const DOCUMENT_BYTES = 64 * 1024 * 1024

/** @param msPerCard how long it takes for a card; real ones take some twenty seconds */
export async function startSimulatedPrinter({
  port,
  msPerCard,
}: {
  port: number
  msPerCard: number
}): Promise<SimulatedPrinter> {
  const state = newPrinterState()
  const server = createServer((request, response) => {
    answer(state, request, response).catch(() => response.destroy())
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const clock = setInterval(() => tick(state), msPerCard)
  return {
    address: `ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`,
    async stop() {
      clearInterval(clock)
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function answer(
  state: PrinterState,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers['content-type'] !== 'application/ipp') return panel(state, request, response)
  const message = encodeIpp(answerIpp(state, await requestOf(request)))
  response.setHeader('content-type', 'application/ipp').end(message)
}

async function requestOf(request: IncomingMessage) {
  const body = await bodyOf(request)
  return { ...decodeIpp(body), document: body }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > DOCUMENT_BYTES) throw new RangeError('a document of cards is smaller')
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

/** What a hand does at the printer. */
function panel(state: PrinterState, request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  if (request.method === 'POST') {
    if (request.url === '/blanks') state.hasBlanks = !state.hasBlanks
    if (request.url === '/jam') state.isJamming = true
    response.writeHead(303, { location: '/' }).end()
    return
  }
  response.setHeader('content-type', 'text/html; charset=utf-8').end(panelPage(state))
}
