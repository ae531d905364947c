import { type CardChannel, HardwareError } from '../ports.ts'
import {
  type CardAnswer,
  dataOf,
  exchangeAll,
  expectAnswer,
  isoOk,
  readBinary,
  selectByName,
  selectFile,
} from './apdu.ts'
import { concat } from './bytes.ts'
import { decodeUriFile } from './ndef.ts'
import { ntag424 } from './ntag424.ts'
import { withTag } from './tags/reader-families.ts'
import { readType2Uri } from './tags/type2.ts'

const firstReading = 128

/** As `readTap`, and for tags too: by the best way that the reader, by its PC/SC name, has to them. */
export async function readAnyTap(channel: CardChannel, readerName: string): Promise<string> {
  try {
    return await readTap(channel)
  } catch (error) {
    const mayBeTag =
      error instanceof HardwareError && (error.code === 'unknown-card' || error.code === 'card-refused')
    if (!mayBeTag) throw error
    return withTag({ channel, readerName }, readType2Uri)
  }
}

/**
 * Reads the URL on a card as a phone does, by plain ISO commands and without any key: the NFC Forum application, its
 * NDEF file, its message. All readings belong to one tap, so a SUN counter moves by one.
 * Throws 'unknown-card' when there is no URL to be found.
 */
export async function readTap(channel: CardChannel): Promise<string> {
  const reachFile = [selectByName(ntag424.applicationName), selectFile(ntag424.ndefFile.id)]
  const [selected, ...answers] = await exchangeAll(channel, [...reachFile, readBinary(0, firstReading)])
  if (selected?.status !== isoOk) throw new HardwareError('unknown-card')
  const start = startIn(answers)
  const missing = (start[0] ?? 0) * 256 + (start[1] ?? 0) + 2 - start.length
  const rest =
    missing > 0 && missing < 256
      ? await expectAnswer(channel, readBinary(start.length, missing), isoOk)
      : start.subarray(0, 0)
  return uriIn(concat(start, rest))
}

/** As `readTap` where the application is selected, nobody authenticated, and the file's length known. */
export const knownTapCommands = (length: number): Uint8Array[] => [
  selectFile(ntag424.ndefFile.id),
  readBinary(0, length),
]

/** The URL in the answers to `knownTapCommands`. Throws 'unknown-card' when there is none. */
export const knownTapIn = (answers: readonly CardAnswer[]): string => uriIn(startIn(answers))

function startIn([opened, start]: readonly (CardAnswer | undefined)[]): Uint8Array {
  if (opened?.status !== isoOk) throw new HardwareError('unknown-card')
  return dataOf(start, isoOk)
}

function uriIn(file: Uint8Array): string {
  const uri = decodeUriFile(file)
  if (uri === undefined) throw new HardwareError('unknown-card')
  return uri
}
