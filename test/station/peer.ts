import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import {
  parseStationMessage,
  STATION_SOCKET_PATH,
  toHex,
  type Answer,
  type ServerMessage,
  type SimulateAction,
  type StationMessage,
} from '../../hardware/station/messages.ts'
import { HardwareError, type CardChannel } from '../../hardware/ports.ts'

export const TOKEN = 'station-token-of-the-test'

type Kind = StationMessage['type']
type MessageOf<K extends Kind> = Extract<StationMessage, { type: K }>
type Request = ServerMessage extends infer M ? (M extends unknown ? Omit<M, 'requestId'> : never) : never

/** The other end of a station's WebSocket: keeps what it hears, and asks. */
export interface Peer {
  readonly url: string
  readonly heard: StationMessage[]
  /** Waits for the next message of a kind that was not waited for before. */
  next<K extends Kind>(kind: K, matches?: (message: MessageOf<K>) => boolean): Promise<MessageOf<K>>
  send(message: ServerMessage): void
  ask(request: Request): Promise<Answer>
  simulate(action: SimulateAction): Promise<Answer>
  /** The card on a reader, as the server's encoder sees it. */
  channel(reader: string): CardChannel
  /** Breaks the connection, and refuses new ones until `open`. */
  goAway(): Promise<void>
  comeBack(): Promise<void>
  close(): Promise<void>
}

export async function openPeer(): Promise<Peer> {
  const heard: StationMessage[] = []
  const taken = new WeakSet<StationMessage>()
  const waiters = new Set<() => void>()
  let http: Server
  let sockets: WebSocketServer
  let station: WebSocket | undefined
  let requests = 0
  let port = 0

  async function comeBack(): Promise<void> {
    http = createServer()
    sockets = new WebSocketServer({ noServer: true })
    http.on('upgrade', (request, socket, head) => {
      const isOurs =
        request.url === STATION_SOCKET_PATH && request.headers.authorization === `Bearer ${TOKEN}`
      if (!isOurs) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
      sockets.handleUpgrade(request, socket, head, (accepted) => {
        station = accepted
        accepted.on('message', (data) => hear(Buffer.isBuffer(data) ? data.toString() : ''))
      })
    })
    http.listen(port, '127.0.0.1')
    await once(http, 'listening')
    const address = http.address()
    port = typeof address === 'object' && address ? address.port : 0
  }

  function hear(frame: string): void {
    const message = parseStationMessage(frame)
    if (!message) throw new Error(`not a message of the protocol: ${frame}`)
    heard.push(message)
    for (const wake of waiters) wake()
  }

  async function goAway(): Promise<void> {
    station?.terminate()
    station = undefined
    sockets.close()
    await new Promise((done) => http.close(done))
  }

  async function next<K extends Kind>(
    kind: K,
    matches: (message: MessageOf<K>) => boolean = () => true,
  ): Promise<MessageOf<K>> {
    const find = (): MessageOf<K> | undefined =>
      heard.find(
        (message): message is MessageOf<K> =>
          message.type === kind && !taken.has(message) && matches(message as MessageOf<K>),
      )
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiters.delete(look)
        reject(new Error(`no ${kind} came; heard: ${heard.map(({ type }) => type).join(' ')}`))
      }, 25_000)
      const look = (): void => {
        const message = find()
        if (!message) return
        taken.add(message)
        clearTimeout(timer)
        waiters.delete(look)
        resolve(message)
      }
      waiters.add(look)
      look()
    })
  }

  const send = (message: ServerMessage): void => station?.send(JSON.stringify(message))

  async function ask(request: Request): Promise<Answer> {
    requests += 1
    const requestId = `r${requests}`
    send({ ...request, requestId })
    const { type: _type, requestId: _id, ...answer } = await next('answer', (m) => m.requestId === requestId)
    return answer
  }

  await comeBack()
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    next,
    send,
    ask,
    simulate: (action) => ask({ type: 'simulate', action }),
    channel: (reader) => ({
      async transmit(apdu) {
        const answer = await ask({ type: 'transmit', reader, apdus: [toHex(apdu)] })
        if (answer.error) throw new HardwareError(answer.error.code)
        return Uint8Array.from(Buffer.from(answer.answers?.[0] ?? '', 'hex'))
      },
    }),
    goAway,
    comeBack,
    close: goAway,
  }
}
