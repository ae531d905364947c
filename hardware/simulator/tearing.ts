import type { RandomBytes } from '../nfc/authenticate.ts'

/** When the card is pulled out of the field: at the n-th command from now, counted from 1. */
export interface Tear {
  readonly apdu: number
  /** before: the command never arrived; during: memory is caught half-way; after: done, but the answer is lost. */
  readonly phase: 'before' | 'during' | 'after'
  /** Which way an unfinished write of a key or of settings falls; by chance when absent. */
  readonly lands?: boolean
}

/** The reader's field around one card: brings it commands, until it is torn out. */
export interface Field {
  tearAt(tear: Tear): void
  powerOff(): void
  process(apdu: Uint8Array): Uint8Array
}

interface Chip<Memory> {
  memory: Memory
  readonly randomBytes: RandomBytes
}

/** `tornMemory` says what a write caught half-way leaves of the memory before and after it. */
export function fieldAround<Memory, State extends Chip<Memory>>(
  chip: State,
  run: (chip: State, apdu: Uint8Array) => Uint8Array,
  tornMemory: (before: Memory, after: Memory, lands: boolean) => Memory,
): Field {
  let planned: Tear | undefined
  let seen = 0
  let isTorn = false

  const runTorn = (apdu: Uint8Array, { phase, lands }: Tear) => {
    const before = structuredClone(chip.memory)
    if (phase !== 'before') run(chip, apdu)
    if (phase === 'during') {
      const falls = lands ?? (chip.randomBytes(1)[0] ?? 0) > 127
      chip.memory = tornMemory(before, chip.memory, falls)
    }
  }

  return {
    tearAt(tear) {
      planned = tear
      seen = 0
    },
    powerOff() {
      isTorn = false
    },
    process(apdu) {
      if (isTorn) return new Uint8Array()
      seen += 1
      if (seen !== planned?.apdu) return run(chip, apdu)
      runTorn(apdu, planned)
      planned = undefined
      isTorn = true
      return new Uint8Array()
    },
  }
}
