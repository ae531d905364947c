import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Any card that a virtual reader can hold: our virtual NTAG 424 DNA, or a stand-in. */
export interface PluggableCard {
  readonly atr: Uint8Array
  /** Contactless readers answer Get Data for the UID themselves; the plug does it for them. */
  readonly uid?: string
  /** No bytes mean that the card was torn out of the field. */
  process(apdu: Uint8Array): Uint8Array
  powerOff(): void
  /** How long a command takes in the field of a real reader; no time when absent. */
  readonly exchangeMs?: number
}

export interface PluggedCard {
  /** Commands that reached the card. */
  readonly apdus: number
  /** When the first of them came, as performance.now() tells it. */
  readonly firstAt: number | undefined
  /** When the last of them was answered. */
  readonly lastAt: number | undefined
  /** How long it was at work on them. */
  readonly busyMs: number
  /** Takes the card off the reader. */
  remove(): Promise<void>
}

const POWER_OFF = 0
const POWER_ON = 1
const RESET = 2
const GET_ATR = 4
const GET_UID = 'FFCA000000'

/** Lays a card on the slot of a virtual reader (vsmartcard's vpcd): one TCP connection is one card in the field. */
export async function plugCard(port: number, card: PluggableCard): Promise<PluggedCard> {
  const socket = await connectToSlot(port)
  let apdus = 0
  let firstAt: number | undefined
  let lastAt: number | undefined
  let busyMs = 0
  let received = Buffer.alloc(0)

  const answer = (bytes: Uint8Array): void => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    socket.write(Buffer.concat([length, bytes]))
  }

  function obey(message: Buffer): void {
    if (message.length === 1) return control(message[0]!)
    if (message.toString('hex').toUpperCase() === GET_UID) return answer(uidAnswer(card.uid))
    apdus += 1
    firstAt ??= performance.now()
    const cameAt = performance.now()
    if (card.exchangeMs === undefined) exchange(message, cameAt)
    else setTimeout(exchange, card.exchangeMs, message, cameAt)
  }

  function exchange(command: Buffer, cameAt: number): void {
    const response = card.process(Uint8Array.from(command))
    lastAt = performance.now()
    busyMs += lastAt - cameAt
    if (response.length > 0) answer(response)
    else socket.destroy()
  }

  function control(code: number): void {
    if (code === POWER_OFF || code === POWER_ON || code === RESET) card.powerOff()
    else if (code === GET_ATR) answer(card.atr)
  }

  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('close', () => card.powerOff())
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk])
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE()) {
      const end = 2 + received.readUInt16BE()
      obey(received.subarray(2, end))
      received = received.subarray(end)
    }
  })

  return {
    get apdus() {
      return apdus
    },
    get firstAt() {
      return firstAt
    },
    get lastAt() {
      return lastAt
    },
    get busyMs() {
      return busyMs
    },
    async remove() {
      if (socket.closed) return
      const closed = once(socket, 'close')
      socket.destroy()
      await closed
    },
  }
}

function uidAnswer(uid: string | undefined): Uint8Array {
  return uid === undefined ? Uint8Array.of(0x6a, 0x81) : Buffer.from(`${uid}9000`, 'hex')
}

/** The reader opens its slot a moment after its daemon answers. */
async function connectToSlot(port: number): Promise<Socket> {
  for (let attempt = 0; ; attempt++) {
    const socket = connect(port, '127.0.0.1')
    try {
      await once(socket, 'connect')
      return socket
    } catch (error) {
      if (attempt >= 100) throw error
      await pause(50)
    }
  }
}
