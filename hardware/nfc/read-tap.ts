import { type CardChannel, HardwareError } from '../ports.ts'
import { exchange, expectAnswer, isoOk, readBinary, selectByName, selectFile } from './apdu.ts'
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
 * NDEF file, its message. Both readings belong to one tap, so a SUN counter moves by one.
 * Throws 'unknown-card' when there is no URL to be found.
 */
export async function readTap(channel: CardChannel): Promise<string> {
  for (const command of [selectByName(ntag424.applicationName), selectFile(ntag424.ndefFile.id)]) {
    const { status } = await exchange(channel, command)
    if (status !== isoOk) throw new HardwareError('unknown-card')
  }
  const start = await expectAnswer(channel, readBinary(0, firstReading), isoOk)
  const missing = (start[0] ?? 0) * 256 + (start[1] ?? 0) + 2 - start.length
  const rest =
    missing > 0 && missing < 256
      ? await expectAnswer(channel, readBinary(start.length, missing), isoOk)
      : start.subarray(0, 0)
  const uri = decodeUriFile(concat(start, rest))
  if (uri === undefined) throw new HardwareError('unknown-card')
  return uri
}
