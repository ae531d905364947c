import { setTimeout as pause } from 'node:timers/promises'
import { WebSocket } from 'ws'
import {
  HEARTBEAT_EVERY_MS,
  MAX_FRAME_BYTES,
  parseServerMessage,
  STATION_SOCKET_PATH,
  type ServerMessage,
  type StationMessage,
} from './messages.ts'

export interface ServerLinkOptions {
  serverUrl: string
  token: string
  log: (sentence: string) => void
  /** Called each time the server is reached, before anything else is sent. */
  onReached(): void
  onMessage(message: ServerMessage): void
  onLost(): void
}

/** The station's one connection to its server: outbound, kept up for ever, tried again within two seconds. */
export interface ServerLink {
  /** Sends when the server is there; otherwise the message is forgotten, because `onReached` tells the state anew. */
  send(message: StationMessage): void
  close(): Promise<void>
}

const FIRST_RETRY_MS = 100
const LONGEST_RETRY_MS = 2_000
const HANDSHAKE_TIMEOUT_MS = 5_000
/** Heartbeats that may stay without a pong before the connection counts as dead. */
const MISSED_PONGS = 3

/** Opens the link and keeps it. Every state that a person should know is one sentence in the log, told once. */
export function linkToServer(options: ServerLinkOptions): ServerLink {
  const closing = new AbortController()
  let socket: WebSocket | undefined
  let lastSentence = ''

  function logOnce(sentence: string): void {
    if (sentence !== lastSentence) options.log(sentence)
    lastSentence = sentence
  }

  async function keepUp(): Promise<void> {
    let retryMs = FIRST_RETRY_MS
    while (!closing.signal.aborted) {
      const wasReached = await oneConnection()
      if (closing.signal.aborted) return
      retryMs = wasReached ? FIRST_RETRY_MS : Math.min(retryMs * 2, LONGEST_RETRY_MS)
      // Spread, so that many stations do not come back in one instant.
      await pause(retryMs * (0.75 + Math.random() / 4), undefined, { signal: closing.signal }).catch(
        () => undefined,
      )
    }
  }

  /** Resolves when the connection has ended, with whether it had been one. */
  function oneConnection(): Promise<boolean> {
    return new Promise((resolve) => {
      let heartbeat: NodeJS.Timeout | undefined
      let wasReached = false
      let unanswered = 0
      const current = new WebSocket(socketUrl(options.serverUrl), {
        headers: { authorization: `Bearer ${options.token}` },
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
        maxPayload: MAX_FRAME_BYTES,
      })
      socket = current

      current.on('open', () => {
        wasReached = true
        logOnce('Connected to the server.')
        options.onReached()
        heartbeat = setInterval(() => {
          if (unanswered >= MISSED_PONGS) return current.terminate()
          unanswered += 1
          current.ping()
          send({ type: 'heartbeat' })
        }, HEARTBEAT_EVERY_MS)
      })
      current.on('pong', () => (unanswered = 0))
      current.on('message', (data, isBinary) => {
        const message = Buffer.isBuffer(data) && !isBinary ? parseServerMessage(data.toString()) : undefined
        if (message) options.onMessage(message)
        else logOnce('The server sent a message that this station does not know: update the station.')
      })
      current.on('unexpected-response', (request, response) => {
        logOnce(
          response.statusCode === 401 || response.statusCode === 403
            ? 'The server does not accept this station: pair it again.'
            : `The server answers with status ${response.statusCode}; trying again.`,
        )
        request.destroy()
        finish()
      })
      current.on('error', () => logOnce('The server cannot be reached; trying again every two seconds.'))
      current.on('close', finish)

      function finish(): void {
        clearInterval(heartbeat)
        if (wasReached && !closing.signal.aborted) {
          logOnce('The connection to the server was lost; trying again.')
          options.onLost()
        }
        resolve(wasReached)
      }
    })
  }

  function send(message: StationMessage): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  const running = keepUp()
  return {
    send,
    async close() {
      closing.abort()
      socket?.terminate()
      await running
    },
  }
}

function socketUrl(serverUrl: string): URL {
  const url = new URL(STATION_SOCKET_PATH, serverUrl)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url
}
