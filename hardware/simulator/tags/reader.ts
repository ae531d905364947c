import { concat, unhex } from '../../nfc/bytes.ts'
import type { CardChannel } from '../../ports.ts'
import type { Tear } from '../tearing.ts'
import type { VirtualCard } from '../virtual-card.ts'
import type { TagAnswer, TagMemoryJson, VirtualTag } from './tag.ts'

const ok = Uint8Array.of(0x90, 0x00)
const failed = Uint8Array.of(0x63, 0x00)
const notAllowed = Uint8Array.of(0x69, 0x85)
const notSupported = Uint8Array.of(0x6a, 0x81)
const unknownClass = Uint8Array.of(0x6e, 0x00)

const dataOf = (answer: TagAnswer): Uint8Array => (answer.kind === 'data' ? answer.data : new Uint8Array())
const isFine = ({ kind }: TagAnswer): boolean => kind === 'data' || kind === 'acknowledge'

/** Pseudo-APDUs for storage cards (PC/SC part 3 §3.2.2); undefined for any other command. */
function storageCommands(tag: VirtualTag) {
  let key = new Uint8Array(6)
  return (apdu: Uint8Array): Uint8Array | undefined => {
    const [cla, instruction, , address = 0, length = 0] = apdu
    if (cla !== 0xff) return undefined
    const content = apdu.slice(5)
    const relay = (frame: Uint8Array) => {
      const answer = tag.receive(frame)
      return isFine(answer) ? concat(dataOf(answer), ok) : failed
    }
    if (instruction === 0xca) return concat(unhex(tag.uid), ok)
    if (instruction === 0xb0) return length === 16 ? relay(Uint8Array.of(0x30, address)) : failed
    if (instruction === 0xd6) {
      const code = tag.unit === 4 ? 0xa2 : 0xa0
      return content.length === tag.unit ? relay(concat(Uint8Array.of(code, address), content)) : failed
    }
    if (instruction === 0x82) {
      key = content.slice(0, 6)
      return ok
    }
    if (instruction === 0x86) return relay(concat(Uint8Array.of(content[3] ?? 0, content[2] ?? 0), key))
    return undefined
  }
}

type Reader = (apdu: Uint8Array) => Uint8Array

/** An ACR122U: what a tag refuses leaves it idle until it is polled. */
function passThroughReader(tag: VirtualTag): Reader {
  const storage = storageCommands(tag)
  const controller = (code: number, content: Uint8Array): Uint8Array => {
    if (code === 0x02) return unhex('D50332010607')
    if (code === 0x4a) {
      tag.select()
      const uid = unhex(tag.uid)
      const target = Uint8Array.of(0xd5, 0x4b, 1, 1, tag.atqa >> 8, tag.atqa & 0xff, tag.sak, uid.length)
      return concat(target, uid)
    }
    if (code !== 0x42) return unhex('D57F81')
    const answer = tag.receive(content)
    const status = { data: 0x00, acknowledge: 0x02, refusal: 0x02, silence: 0x01 }[answer.kind]
    return concat(Uint8Array.of(0xd5, 0x43, status), dataOf(answer))
  }
  return (apdu) => {
    if (apdu[0] !== 0xff) {
      tag.receive(apdu)
      return failed
    }
    if (apdu[1] === 0x00) return concat(controller(apdu[6] ?? 0, apdu.slice(7)), ok)
    return storage(apdu) ?? failed
  }
}

/** A reader for storage cards only: it selects a tag that fell idle again by itself. */
function storageReader(tag: VirtualTag): Reader {
  const storage = storageCommands(tag)
  return (apdu) => {
    if (apdu[0] !== 0xff) return unknownClass
    const answer = storage(apdu) ?? notSupported
    if (answer !== notSupported && answer.at(-2) === 0x63) tag.select()
    return answer
  }
}

/** Objects with one-byte tags and short lengths, and the timer's two-byte tag. */
function sessionObjects(content: Uint8Array): ReadonlyMap<number, Uint8Array> {
  const objects = new Map<number, Uint8Array>()
  for (let offset = 0; offset < content.length;) {
    const isTimer = content[offset] === 0x5f
    const tag = isTimer ? 0x5f46 : (content[offset] ?? 0)
    offset += isTimer ? 2 : 1
    const length = content[offset] ?? 0
    objects.set(tag, content.slice(offset + 1, offset + 1 + length))
    offset += 1 + length
  }
  return objects
}

const fine = unhex('C003009000')
const noCard = unhex('C003006401')

/** A reader with transparent sessions (PC/SC part 3 §3.2.3), during which it knows no other command. */
function transparentReader(tag: VirtualTag): Reader {
  const outside = storageReader(tag)
  let isOpen = false

  function manage(objects: ReadonlyMap<number, Uint8Array>): Uint8Array {
    if (objects.has(0x81)) isOpen = true
    if (objects.has(0x83)) tag.powerOff()
    if (objects.has(0x82)) {
      isOpen = false
      tag.select()
    }
    return concat(fine, ok)
  }

  function transceive(frame: Uint8Array): Uint8Array {
    const answer = tag.receive(frame)
    if (answer.kind === 'silence') return concat(noCard, ok)
    const nibble = answer.kind === 'acknowledge' ? 0x0a : 0x00
    const content = answer.kind === 'data' ? answer.data : Uint8Array.of(nibble)
    const framing = Uint8Array.of(0x92, 1, answer.kind === 'data' ? 0 : 4)
    return concat(fine, framing, unhex('96020000'), Uint8Array.of(0x97, content.length), content, ok)
  }

  return (apdu) => {
    if (apdu[0] !== 0xff || apdu[1] !== 0xc2) return isOpen ? notAllowed : outside(apdu)
    const objects = sessionObjects(apdu.slice(5, 5 + (apdu[4] ?? 0)))
    if (apdu[3] === 0x00) return manage(objects)
    if (!isOpen) return notAllowed
    if (apdu[3] === 0x02) {
      tag.select()
      return concat(fine, Uint8Array.of(0x8f, 1, tag.sak), ok)
    }
    const frame = objects.get(0x95)
    return frame ? transceive(frame) : notSupported
  }
}

const readers = {
  'pass-through': passThroughReader,
  transparent: transparentReader,
  'storage-only': storageReader,
}

const type2Card = 0x03
const classicCard = 0x01

/** What readers make up for a storage card: its standard and name (PC/SC part 3 §3.1.3.2.3.2), then a check byte. */
function storageAnswerToReset(sak: number): Uint8Array {
  const name = sak === 0x00 ? type2Card : classicCard
  const body = concat(unhex('8F8001804F0CA000000306'), Uint8Array.of(0x03, 0, name, 0, 0, 0, 0))
  return concat(Uint8Array.of(0x3b), body, Uint8Array.of(body.reduce((sum, byte) => sum ^ byte, 0)))
}

/** A simulated PC/SC reader of one of the three kinds with one tag on it, which can be torn away at any command. */
export class VirtualTagReader implements CardChannel, VirtualCard {
  readonly uid: string
  readonly uidHint: string
  readonly atr: Uint8Array
  readonly #tag: VirtualTag
  readonly #kind: keyof typeof readers
  #run: Reader
  #tear: (Tear & { readonly seen: number }) | undefined
  #torn = false

  constructor(kind: keyof typeof readers, tag: VirtualTag) {
    this.uid = tag.uid
    this.uidHint = tag.uid
    this.atr = storageAnswerToReset(tag.sak)
    this.#kind = kind
    this.#tag = tag
    this.#run = readers[kind](tag)
  }

  tearAt(tear: Tear): void {
    this.#tear = { ...tear, seen: 0 }
  }

  /** The tag leaves the field and is put back. */
  powerOff(): void {
    this.#tag.powerOff()
    this.#run = readers[this.#kind](this.#tag)
    this.#tear = undefined
    this.#torn = false
  }

  toJSON(): TagMemoryJson {
    return this.#tag.toJSON()
  }

  transmit(apdu: Uint8Array): Promise<Uint8Array> {
    return Promise.resolve(this.process(apdu))
  }

  /** Answers one command APDU; no bytes at all once the tag is torn away, until it is put back. */
  process(apdu: Uint8Array): Uint8Array {
    if (this.#torn) return new Uint8Array()
    const tear = this.#tear
    if (tear) this.#tear = { ...tear, seen: tear.seen + 1 }
    return tear && tear.seen + 1 === tear.apdu ? this.#processTorn(apdu, tear) : this.#run(apdu)
  }

  #processTorn(apdu: Uint8Array, { phase, lands = false }: Tear): Uint8Array {
    const catchHalfway = this.#tag.watch()
    if (phase !== 'before') this.#run(apdu)
    if (phase === 'during') catchHalfway(lands)
    this.#torn = true
    return new Uint8Array()
  }
}
