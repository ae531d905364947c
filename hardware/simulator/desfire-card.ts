import { randomBytes as systemRandom } from 'node:crypto'
import type { RandomBytes } from '../nfc/authenticate.ts'
import { concat, hex, unhex } from '../nfc/bytes.ts'
import type { DesfireGeneration } from '../nfc/desfire/desfire.ts'
import { runDesfire } from './desfire/commands.ts'
import {
  blankDesfire,
  desfireFromJson,
  type DesfireMemory,
  type DesfireMemoryJson,
  desfireToJson,
  tornDesfire,
} from './desfire/memory.ts'
import { type DesfireState, endSession } from './desfire/state.ts'
import { dissect } from './ntag424/command-apdu.ts'
import { cardStatus, Refusal } from './ntag424/state.ts'
import { type Field, fieldAround, type Tear } from './tearing.ts'
import type { VirtualCard } from './virtual-card.ts'

/**
 * A virtual DESFire EV2 or EV3 with AES applications and standard files: access rights, key settings, secure messaging
 * and status words are enforced, never assumed. Signed by the simulator's own key unless its memory says otherwise.
 */
export class VirtualDesfire implements VirtualCard {
  /** Answer to reset of MIFARE DESFire as PC/SC readers make it up (PC/SC part 3 §3.1.3.2.3.2). */
  readonly atr: Uint8Array = unhex('3B8180018080')
  readonly #state: DesfireState
  readonly #field: Field

  private constructor(memory: DesfireMemory, randomBytes: RandomBytes) {
    this.#state = {
      memory,
      randomBytes,
      selected: 0,
      session: undefined,
      desSession: undefined,
      pending: undefined,
    }
    this.#field = fieldAround(this.#state, run, tornDesfire)
  }

  /** A chip in factory state. `uid` is 7 bytes in hex, beginning with 04 for NXP. */
  static blank(
    uid: string,
    generation: DesfireGeneration = 'ev3',
    randomBytes: RandomBytes = systemRandom,
  ): VirtualDesfire {
    return new VirtualDesfire(blankDesfire(unhex(uid), generation), randomBytes)
  }

  static fromJson(json: DesfireMemoryJson, randomBytes: RandomBytes = systemRandom): VirtualDesfire {
    return new VirtualDesfire(desfireFromJson(json), randomBytes)
  }

  get uid(): string {
    return hex(this.#state.memory.uid)
  }

  get uidHint(): string {
    return this.uid
  }

  toJSON(): DesfireMemoryJson {
    return desfireToJson(this.#state.memory)
  }

  tearAt(tear: Tear): void {
    this.#field.tearAt(tear)
  }

  powerOff(): void {
    const state = this.#state
    state.selected = 0
    state.pending = undefined
    endSession(state)
    this.#field.powerOff()
  }

  process(apdu: Uint8Array): Uint8Array {
    return this.#field.process(apdu)
  }
}

const answer = (status: number, data: Uint8Array = new Uint8Array()) =>
  concat(data, Uint8Array.of(status >> 8, status & 0xff))

function execute(state: DesfireState, apdu: Uint8Array): Uint8Array {
  const command = dissect(apdu)
  if (!command) throw new Refusal(cardStatus.lengthError)
  if (command.cla !== 0x90) throw new Refusal(cardStatus.isoUnknownClass)
  if (command.expected !== 256) throw new Refusal(cardStatus.lengthError)
  if (command.p1 !== 0 || command.p2 !== 0) throw new Refusal(cardStatus.parameterError)
  const { data, status } = runDesfire(state, command.instruction, command.data)
  return answer(status, data)
}

/** Runs a command; any refusal ends session and unfinished command. */
function run(state: DesfireState, apdu: Uint8Array): Uint8Array {
  try {
    return execute(state, apdu)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    endSession(state)
    state.pending = undefined
    return answer(error.status)
  }
}
