import { nativeStatus } from '../../nfc/apdu.ts'
import { free, never, parseSettings, type ParsedSettings } from './file-settings.ts'
import type { CardFile, FileNumber } from './memory.ts'
import { mirroredFile, randomLength } from './mirroring.ts'
import { type CardState, cardStatus, Refusal } from './state.ts'

export interface OpenFile {
  readonly number: FileNumber
  readonly file: CardFile
  readonly settings: ParsedSettings
}

export function openFile(state: CardState, number: number): OpenFile {
  if (!state.inApplication) throw new Refusal(nativeStatus.permissionDenied)
  if (number !== 1 && number !== 2 && number !== 3) throw new Refusal(cardStatus.fileNotFound)
  const file = state.memory.files[number]
  return { number, file, settings: parseSettings(file.settings) }
}

/**
 * Which condition lets a command in: the session's own key, or free access. Throws 919D where no key could ever, 91AE
 * where another key could (NT4H2421Gx §8.2.3.3).
 */
export function granted(
  state: Readonly<Pick<CardState, 'session'>>,
  accesses: readonly number[],
): 'by-key' | 'free' {
  if (state.session && accesses.includes(state.session.keyNumber)) return 'by-key'
  if (accesses.includes(free)) return 'free'
  if (accesses.every((access) => access === never)) throw new Refusal(nativeStatus.permissionDenied)
  throw new Refusal(nativeStatus.authenticationError)
}

/** SDM gives the file to everybody who is not authenticated (NT4H2421Gx §8.2.3.4). */
export const readsThroughSdm = (state: CardState, { settings }: OpenFile): boolean =>
  state.session === undefined && settings.sdm !== undefined && settings.sdm.fileRead !== never

/**
 * The file's bytes as this read command gets them. The first of a run of equal read commands moves the SDM counter and
 * draws fresh random bytes, the following ones repeat both (NT4H2421Gx §9.3.1, §9.3.4).
 */
export function readableBytes(
  state: CardState,
  { instruction, limitStatus }: { readonly instruction: number; readonly limitStatus: number },
  { file, settings }: OpenFile,
): Uint8Array {
  const { sdm } = settings
  if (state.session || !sdm) return file.data
  if (state.reading?.instruction !== instruction) {
    if (state.memory.sdmReadCounter >= (sdm.counterLimit ?? 0xffffff)) throw new Refusal(limitStatus)
    state.memory.sdmReadCounter += 1
    state.reading = { instruction, random: state.randomBytes(randomLength) }
  }
  return mirroredFile(state.memory, sdm, state.reading.random)
}
