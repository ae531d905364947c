import { type CardChannel, HardwareError } from '../../ports.ts'
import { exchange, isoOk } from '../apdu.ts'
import { concat, littleEndian } from '../bytes.ts'
import { isAcknowledge, tagCommand, type TagTransport } from './tag-transport.ts'

/** Functions of Manage Session, Transparent Exchange and Switch Protocol (PC/SC part 3 §3.2.3). */
const sessionFunction = { manage: 0x00, exchange: 0x01, switchProtocol: 0x02 } as const

const startSession = Uint8Array.of(0x81, 0)
const endSession = Uint8Array.of(0x82, 0)
const fieldOffAndOn = Uint8Array.of(0x83, 0, 0x84, 0)
const toTypeALayer3 = Uint8Array.of(0x8f, 2, 0x00, 0x03)

const object = { errorStatus: 0xc0, bitFraming: 0x92, cardAnswer: 0x97, protocol: 0x8f } as const

const timerUs = 50_000 // a page takes a tag at most 10 ms (NTAG213/215/216 §10.5)
const timer = concat(Uint8Array.of(0x5f, 0x46, 4), littleEndian(timerUs, 4))

/** Data objects of an answer by tag; stops at what is no whole object. */
function parseObjects(data: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const objects = new Map<number, Uint8Array>()
  let offset = 0
  while (offset + 1 < data.length) {
    const isLongTag = ((data[offset] ?? 0) & 0x1f) === 0x1f
    const tag = isLongTag ? (data[offset] ?? 0) * 256 + (data[offset + 1] ?? 0) : (data[offset] ?? 0)
    offset += isLongTag ? 2 : 1
    const isLongLength = data[offset] === 0x81
    const length = data[isLongLength ? offset + 1 : offset] ?? 0
    offset += isLongLength ? 2 : 1
    if (offset + length > data.length) break
    objects.set(tag, data.slice(offset, offset + length))
    offset += length
  }
  return objects
}

/** Runs one function; undefined when reader or tag did not do it: the error object's last two bytes are a status word. */
async function ask(channel: CardChannel, code: number, data: Uint8Array, expected?: 0) {
  const head = Uint8Array.of(0xff, 0xc2, 0, code, data.length)
  const command = concat(head, data, expected === undefined ? new Uint8Array() : Uint8Array.of(expected))
  const answer = await exchange(channel, command)
  if (answer.status !== isoOk) return undefined
  const objects = parseObjects(answer.data)
  const [, high, low] = objects.get(object.errorStatus) ?? []
  return high === undefined || (high === 0x90 && low === 0) ? objects : undefined
}

const manage = (channel: CardChannel, data: Uint8Array) => ask(channel, sessionFunction.manage, data)

/** Whether the reader knows transparent sessions: opens one and ends it. */
export async function hasSessions(channel: CardChannel): Promise<boolean> {
  if (!(await manage(channel, startSession))) return false
  await manage(channel, endSession)
  return true
}

/** Selects the tag; answers its SAK where the reader tells it. Throws 'card-lost' when none is there. */
async function select(channel: CardChannel): Promise<number | undefined> {
  const objects = await ask(channel, sessionFunction.switchProtocol, toTypeALayer3)
  if (!objects) throw new HardwareError('card-lost')
  return objects.get(object.protocol)?.[0]
}

/** Opens a session with the tag selected; no other command of the reader may be used until it is closed. */
export async function transparentSession(channel: CardChannel): Promise<TagTransport> {
  if (!(await manage(channel, startSession))) throw new HardwareError('reader-cannot')
  await select(channel)

  async function reselect() {
    await manage(channel, fieldOffAndOn)
    return select(channel)
  }

  async function send(command: Uint8Array): Promise<Uint8Array | undefined> {
    const data = concat(timer, Uint8Array.of(0x95, command.length), command)
    const objects = await ask(channel, sessionFunction.exchange, data, 0)
    const answer = objects?.get(object.cardAnswer)
    const isNibble = objects?.get(object.bitFraming)?.[0] === 4
    if (answer && answer.length > 0 && (!isNibble || isAcknowledge(answer))) return answer
    await reselect()
    return undefined
  }

  return {
    kind: 'transparent',
    channel,
    send,
    reselect,
    async readPages(page) {
      const answer = await send(Uint8Array.of(tagCommand.read, page))
      return answer?.length === 16 ? answer : undefined
    },
    async writePage(page, data) {
      const answer = await send(concat(Uint8Array.of(tagCommand.write, page), data))
      return answer !== undefined && isAcknowledge(answer)
    },
    async close() {
      await manage(channel, endSession)
    },
  }
}
