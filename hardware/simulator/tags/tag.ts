/** What a tag sends back: bytes, a 4-bit acknowledge or refusal, or nothing at all. */
export type TagAnswer =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  | { readonly kind: 'acknowledge' | 'refusal' | 'silence' }

export const data = (...bytes: readonly number[]): TagAnswer => ({
  kind: 'data',
  data: Uint8Array.of(...bytes),
})
export const bytes = (data: Uint8Array): TagAnswer => ({ kind: 'data', data })
export const acknowledge: TagAnswer = { kind: 'acknowledge' }
export const refusal: TagAnswer = { kind: 'refusal' }
export const silence: TagAnswer = { kind: 'silence' }

/** All that survives power loss, the memory in hex. */
export interface TagMemoryJson {
  readonly memory: string
  readonly counters?: { readonly failures: number; readonly reads: number }
}

/** A simulated tag in a reader's field: ISO/IEC 14443-3 frames without CRC. A refused tag is idle until it is selected. */
export interface VirtualTag {
  /** Hex. */
  readonly uid: string
  readonly sak: number
  readonly atqa: number
  /** Bytes that one WRITE takes: a page of 4 or a block of 16. */
  readonly unit: 4 | 16
  receive(frame: Uint8Array): TagAnswer
  /** Wakes and selects it: nothing is authenticated any more. */
  select(): void
  /** Takes it out of the field; what it is configured to do is read anew when it comes back. */
  powerOff(): void
  /** Answers a function that catches the memory half-way between now and then; `lands` says which way it falls. */
  watch(): (lands: boolean) => void
  toJSON(): TagMemoryJson
  /** Takes over what a tag of the same chip and UID had in its memory. */
  restore(json: TagMemoryJson): void
}

/** The selection of ISO/IEC 14443-3: a tag that refused answers nothing until it is selected anew, and forgets who opened it. */
export function selection(tag: {
  readonly answer: (frame: Uint8Array) => TagAnswer
  readonly forget: () => void
}): Pick<VirtualTag, 'receive' | 'select'> {
  let isSelected = true
  return {
    select() {
      isSelected = true
      tag.forget()
    },
    receive(frame) {
      if (!isSelected) return silence
      const answer = tag.answer(frame)
      if (answer.kind === 'refusal' || answer.kind === 'silence') {
        isSelected = false
        tag.forget()
      }
      return answer
    },
  }
}

/** Memory in units, of which `isWhole` ones are written all or not at all. */
interface TornMemory {
  readonly before: Uint8Array
  readonly after: Uint8Array
  readonly unit: number
  readonly isWhole: (index: number) => boolean
}

/** A torn write leaves the first half new and the rest old where it lands; else the unit is erased and not yet written. */
export function tornBytes({ before, after, unit, isWhole }: TornMemory, lands: boolean): Uint8Array {
  const torn = Uint8Array.from(after)
  for (let index = 0; index < after.length / unit; index += 1) {
    const [start, end] = [index * unit, (index + 1) * unit]
    if (Buffer.compare(before.subarray(start, end), after.subarray(start, end)) === 0) continue
    if (isWhole(index)) torn.set((lands ? after : before).subarray(start, end), start)
    else if (lands) torn.set(before.subarray(start + unit / 2, end), start + unit / 2)
    else torn.fill(0, start, end)
  }
  return torn
}
