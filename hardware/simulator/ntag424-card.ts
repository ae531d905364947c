import { randomBytes as systemRandom } from 'node:crypto'
import { isoOk } from '../nfc/apdu.ts'
import type { RandomBytes } from '../nfc/authenticate.ts'
import { concat, hex, unhex } from '../nfc/bytes.ts'
import type { CardChannel } from '../ports.ts'
import { dissect } from './ntag424/command-apdu.ts'
import { readBinaryInstruction, runIso } from './ntag424/iso-commands.ts'
import {
  type CardMemory,
  type CardMemoryJson,
  factoryMemory,
  memoryFromJson,
  memoryToJson,
} from './ntag424/memory.ts'
import { readDataInstruction, runNative } from './ntag424/native-commands.ts'
import { type CardState, cardStatus, Refusal } from './ntag424/state.ts'
import { tornMemory } from './ntag424/tearing.ts'
import { type Field, fieldAround, type Tear } from './tearing.ts'
import type { VirtualCard } from './virtual-card.ts'

/**
 * A virtual NTAG 424 DNA that holds to the data sheet (NT4H2421Gx rev. 3.0): access rights, secure messaging, counters
 * and status words are enforced, never assumed. Signed by the simulator's own key unless its memory says otherwise.
 */
export class VirtualNtag424 implements VirtualCard {
  /** Answer to reset as PC/SC readers make it up for an ISO/IEC 14443-4 card (PC/SC part 3 §3.1.3.2.3.2). */
  readonly atr: Uint8Array = unhex('3B8180018080')
  readonly #state: CardState
  readonly #field: Field

  private constructor(memory: CardMemory, randomBytes: RandomBytes) {
    this.#state = {
      memory,
      randomBytes,
      inApplication: false,
      selectedFile: undefined,
      session: undefined,
      pending: undefined,
      reading: undefined,
      delaysOwed: 0,
    }
    this.#field = fieldAround(this.#state, run, tornMemory)
  }

  /** A chip in factory state. `uid` is 7 bytes in hex, beginning with 04 for NXP. */
  static blank(uid: string, randomBytes: RandomBytes = systemRandom): VirtualNtag424 {
    return new VirtualNtag424(factoryMemory(unhex(uid)), randomBytes)
  }

  static fromJson(json: CardMemoryJson, randomBytes: RandomBytes = systemRandom): VirtualNtag424 {
    return new VirtualNtag424(memoryFromJson(json), randomBytes)
  }

  get uid(): string {
    return hex(this.#state.memory.uid)
  }

  /** What a reader sees in anticollision: with Random ID 4 bytes, others each time (ISO/IEC 14443-3 §6.5.4). */
  get uidHint(): string {
    const { randomId } = this.#state.memory
    return randomId ? hex(concat(Uint8Array.of(0x08), this.#state.randomBytes(3))) : this.uid
  }

  toJSON(): CardMemoryJson {
    return memoryToJson(this.#state.memory)
  }

  tearAt(tear: Tear): void {
    this.#field.tearAt(tear)
  }

  /** The card leaves the field: sessions and selections are gone, memory stays, and it can be put back. */
  powerOff(): void {
    const state = this.#state
    state.inApplication = false
    state.selectedFile = undefined
    state.session = undefined
    state.pending = undefined
    state.reading = undefined
    this.#field.powerOff()
  }

  /** Answers one command APDU; no bytes at all once the card is torn, until it is put back. */
  process(apdu: Uint8Array): Uint8Array {
    return this.#field.process(apdu)
  }
}

/** The card as a reader offers it. */
export const channelTo = (card: VirtualCard): CardChannel => ({
  uidHint: card.uidHint,
  transmit: (apdu) => Promise.resolve(card.process(apdu)),
})

export type { Tear } from './tearing.ts'

const answer = (status: number, data: Uint8Array = new Uint8Array()) =>
  concat(data, Uint8Array.of(status >> 8, status & 0xff))

function execute(state: CardState, apdu: Uint8Array): Uint8Array {
  const command = dissect(apdu)
  if (!command) throw new Refusal(apdu[0] === 0x90 ? cardStatus.lengthError : cardStatus.isoWrongLength)
  const { cla, instruction, data } = command
  const isReading = cla === 0x00 ? instruction === readBinaryInstruction : instruction === readDataInstruction
  if (!isReading) state.reading = undefined
  if (cla === 0x00) return answer(isoOk, runIso(state, command))
  if (cla !== 0x90) throw new Refusal(cardStatus.isoUnknownClass)
  if (command.expected !== 256) throw new Refusal(cardStatus.lengthError)
  if (command.p1 !== 0 || command.p2 !== 0) throw new Refusal(cardStatus.parameterError)
  const native = runNative(state, instruction, data)
  return answer(native.status, native.data)
}

/** Runs a command; any refusal ends session and unfinished command (NT4H2421Gx §9.1.9, §9.1.10). */
function run(state: CardState, apdu: Uint8Array): Uint8Array {
  try {
    return execute(state, apdu)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    state.session = undefined
    state.pending = undefined
    return answer(error.status)
  }
}
