/**
 * Readers without a server, a station or a thought: as many commands as its argument says go to each card as soon as it is
 * laid down, through the same native driver. What cards take here is the readers' own limit.
 */
import { openCardReaders } from '../../../hardware/nfc/pcsc/card-readers.ts'
import { loadNfcPcsc } from '../../../hardware/nfc/pcsc/nfc-pcsc.ts'

const GET_VERSION = Uint8Array.of(0x90, 0x60, 0, 0, 0)
const commands = Array.from({ length: Number(process.argv[2]) }, () => GET_VERSION)

const driver = await loadNfcPcsc()
if (!driver) throw new Error('nfc-pcsc is not installed')
const quiet = () => undefined
const readers = openCardReaders(driver, {
  readerAppeared: (reader) => process.stdout.write(`${reader}\n`),
  readerGone: quiet,
  cardArrived: (reader) => void readers.transmit(reader, commands).catch(quiet),
  cardLeft: quiet,
  cardUnusable: quiet,
  failed: () => process.exit(1),
})
