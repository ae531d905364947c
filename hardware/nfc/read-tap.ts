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

const reachFile = [selectByName(ntag424.applicationName), selectFile(ntag424.ndefFile.id)] as const

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
  const answers = await exchangeAll(channel, [...reachFile, readBinary(0, firstReading)])
  const start = startIn(answers)
  const missing = (start[0] ?? 0) * 256 + (start[1] ?? 0) + 2 - start.length
  const rest =
    missing > 0 && missing < 256
      ? await expectAnswer(channel, readBinary(start.length, missing), isoOk)
      : start.subarray(0, 0)
  return uriIn(concat(start, rest))
}

/** As `readTap` where the file's length is known: in one go. */
export const readKnownTap = async (channel: CardChannel, length: number): Promise<string> =>
  uriIn(startIn(await exchangeAll(channel, [...reachFile, readBinary(0, length)])))

function startIn(answers: readonly (CardAnswer | undefined)[]): Uint8Array {
  const [selected, opened, start] = answers
  if (selected?.status !== isoOk || opened?.status !== isoOk) throw new HardwareError('unknown-card')
  return dataOf(start, isoOk)
}

function uriIn(file: Uint8Array): string {
  const uri = decodeUriFile(file)
  if (uri === undefined) throw new HardwareError('unknown-card')
  return uri
}
