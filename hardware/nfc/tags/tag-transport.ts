import { type CardChannel, HardwareError } from '../../ports.ts'
import { exchange, isoOk } from '../apdu.ts'
import { hex } from '../bytes.ts'

/**
 * How a reader passes commands on to a tag that speaks no ISO/IEC 14443-4:
 * pass-through: wrapped for the reader's own NFC chip; transparent: in a session of PC/SC part 3 §3.2.3;
 * storage-only: reading and writing of pages and blocks, so no password and no signature.
 */
export type TransportKind = 'pass-through' | 'transparent' | 'storage-only'

/** A selected NFC Forum Type 2 tag (or MIFARE Classic) on a reader of any kind. */
export interface TagTransport {
  readonly kind: TransportKind
  /** The reader itself, for what it answers or does without passing bytes on. */
  readonly channel: CardChannel
  /** Four pages, 16 bytes, from `page` on; undefined when the tag refuses. */
  readPages(page: number): Promise<Uint8Array | undefined>
  /** Writes 4 bytes; false when the tag refuses. */
  writePage(page: number, data: Uint8Array): Promise<boolean>
  /**
   * Sends a command as the tag's data sheet has it, without CRC. Undefined when the tag refuses: it is then selected
   * anew and no longer authenticated. Throws 'reader-cannot' where the reader passes no such bytes on.
   */
  send(command: Uint8Array): Promise<Uint8Array | undefined>
  /** Selects the tag anew, so that it is no longer authenticated; answers its SAK where the reader tells it. */
  reselect(): Promise<number | undefined>
  /** Gives the reader back to other programs. */
  close(): Promise<void>
}

export const tagCommand = {
  authenticate: 0x1a,
  getVersion: 0x60,
  passwordAuthenticate: 0x1b,
  read: 0x30,
  readCounter: 0x39,
  readSignature: 0x3c,
  write: 0xa2,
} as const

const acknowledge = 0x0a // 4 bits (NTAG213/215/216 §9.3); anything else of 4 bits is a refusal

export const isAcknowledge = (answer: Uint8Array): boolean =>
  answer.length === 1 && ((answer[0] ?? 0) & 0x0f) === acknowledge

/** Get Data (PC/SC part 3 §3.2.2.1.3): the UID as the reader saw it, 4, 7 or 10 bytes in hex. Throws 'no-card'. */
export async function readAnticollisionUid(channel: CardChannel): Promise<string> {
  const { data, status } = await exchange(channel, Uint8Array.of(0xff, 0xca, 0, 0, 0))
  if (status !== isoOk || data.length < 4) throw new HardwareError('no-card')
  return hex(data)
}
