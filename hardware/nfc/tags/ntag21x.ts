import { HardwareError } from '../../ports.ts'
import { type ChipName, chips } from '../chips.ts'
import { concat, fromLittleEndian, hex } from '../bytes.ts'
import { tagCommand, type TagTransport } from './tag-transport.ts'

/** Memory of one chip of the family (NTAG213/215/216 §8.5, tables 5–7). */
export interface Ntag21xModel {
  readonly chip: 'ntag213' | 'ntag215' | 'ntag216'
  /** Size of the data area from page 4 on, as the delivered capability container declares it. */
  readonly dataBytes: number
  /** Page of the dynamic lock bytes; the four pages of configuration, password and acknowledge follow. */
  readonly dynamicLockPage: number
  /** Dynamic lock bytes 0–2 that make all user pages read-only for ever. */
  readonly allLocks: readonly [number, number, number]
  /** The same for the locks themselves, so that nobody can set one any more. */
  readonly allFreezes: readonly [number, number, number]
}

const ntag21xModels: readonly Ntag21xModel[] = [
  {
    chip: 'ntag213',
    dataBytes: 144,
    dynamicLockPage: 0x28,
    allLocks: [0xff, 0x0f, 0x00], // 2 pages a bit
    allFreezes: [0x00, 0x00, 0x3f],
  },
  {
    chip: 'ntag215',
    dataBytes: 496,
    dynamicLockPage: 0x82,
    allLocks: [0xff, 0x00, 0x00], // 16 pages a bit
    allFreezes: [0x00, 0x00, 0x0f],
  },
  {
    chip: 'ntag216',
    dataBytes: 872,
    dynamicLockPage: 0xe2,
    allLocks: [0xff, 0x3f, 0x00], // 16 pages a bit
    allFreezes: [0x00, 0x00, 0x7f],
  },
]

export const configurationPages = (model: Ntag21xModel) => ({
  mirrorAndAuth0: model.dynamicLockPage + 1,
  access: model.dynamicLockPage + 2,
  password: model.dynamicLockPage + 3,
  acknowledge: model.dynamicLockPage + 4,
})

const subtypeByte = 3 // tells only the antenna's tuning, 17 or 50 pF (NTAG213/215/216 table 28)

/** Names a Type 2 tag by GET_VERSION; undefined for one that does not answer or is not in the table of chips. */
export async function chipByVersion(tag: TagTransport): Promise<ChipName | undefined> {
  const answer = await tag.send(Uint8Array.of(tagCommand.getVersion))
  if (answer?.length !== 8) return undefined
  const version = hex(answer.with(subtypeByte, 0x02))
  return chips.find(({ mark }) => mark.by === 'tag-version' && mark.version === version)?.chip
}

/** Names the chip by GET_VERSION. Throws 'unknown-card' for any other. */
export async function identifyNtag21x(tag: TagTransport): Promise<Ntag21xModel> {
  const chip = await chipByVersion(tag)
  const model = ntag21xModels.find((known) => known.chip === chip)
  if (!model) throw new HardwareError('unknown-card')
  return model
}

/** READ_SIG: the maker's ECDSA signature of the UID; undefined when the tag has none. */
export const readOriginalitySignature = (tag: TagTransport): Promise<Uint8Array | undefined> =>
  tag.send(Uint8Array.of(tagCommand.readSignature, 0))

/** PWD_AUTH: the password goes over the air in clear. Answers PACK, 2 bytes; undefined when the password is wrong. */
export async function authenticatePassword(
  tag: TagTransport,
  password: Uint8Array,
): Promise<Uint8Array | undefined> {
  const answer = await tag.send(concat(Uint8Array.of(tagCommand.passwordAuthenticate), password))
  return answer?.length === 2 ? answer : undefined
}

const readCounterNumber = 2

/** READ_CNT: how often the tag was read since its counter was switched on; undefined while it is off or protected. */
export async function readCounter(tag: TagTransport): Promise<number | undefined> {
  const answer = await tag.send(Uint8Array.of(tagCommand.readCounter, readCounterNumber))
  return answer?.length === 3 ? fromLittleEndian(answer) : undefined
}
