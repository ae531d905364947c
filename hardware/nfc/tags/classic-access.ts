/** C1 C2 C3 of one block as a number, C1 the highest bit (MF1S50yyX/V1 §8.7.1). */
type AccessCondition = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7

/** Conditions of a sector: its three data blocks and its trailer. */
export type SectorAccess = readonly [AccessCondition, AccessCondition, AccessCondition, AccessCondition]

export type ClassicKeyName = 'a' | 'b'

type Holders = readonly ClassicKeyName[]
const nobody: Holders = []
const a: Holders = ['a']
const b: Holders = ['b']
const both: Holders = ['a', 'b']

interface DataRights {
  readonly read: Holders
  readonly write: Holders
}

/** Who may do what with a data block (MF1S50yyX/V1 table 8), by condition; value operations are left out. */
const dataRights: readonly DataRights[] = [
  { read: both, write: both }, // 000
  { read: both, write: nobody }, // 001
  { read: both, write: nobody }, // 010
  { read: b, write: b }, // 011
  { read: both, write: b }, // 100
  { read: b, write: nobody }, // 101
  { read: both, write: b }, // 110
  { read: nobody, write: nobody }, // 111
]

interface TrailerRights {
  readonly writeA: Holders
  readonly readAccess: Holders
  readonly writeAccess: Holders
  readonly readB: Holders
  readonly writeB: Holders
}

const trailer = (
  writeA: Holders,
  [readAccess, writeAccess]: readonly [Holders, Holders],
  [readB, writeB]: readonly [Holders, Holders],
): TrailerRights => ({ writeA, readAccess, writeAccess, readB, writeB })

/** Who may do what with the trailer (MF1S50yyX/V1 table 7), by condition. Key A is never read. */
const trailerRights: readonly TrailerRights[] = [
  trailer(a, [a, nobody], [a, a]), // 000
  trailer(a, [a, a], [a, a]), // 001: as delivered
  trailer(nobody, [a, nobody], [a, nobody]), // 010
  trailer(b, [both, b], [nobody, b]), // 011
  trailer(b, [both, nobody], [nobody, b]), // 100
  trailer(nobody, [both, b], [nobody, nobody]), // 101
  trailer(nobody, [both, nobody], [nobody, nobody]), // 110
  trailer(nobody, [both, nobody], [nobody, nobody]), // 111
]

const rightsOnData = (condition: AccessCondition): DataRights =>
  dataRights[condition] ?? { read: nobody, write: nobody }

const rightsOnTrailer = (condition: AccessCondition): TrailerRights =>
  trailerRights[condition] ?? trailer(nobody, [nobody, nobody], [nobody, nobody])

/** Where key B can be read it is data and no key: authenticating with it opens nothing (MF1S50yyX/V1 §8.7.2). */
const isKeyBReadable = (access: SectorAccess): boolean => rightsOnTrailer(access[3]).readB.length > 0

const bitRow = (access: SectorAccess, bit: 0 | 1 | 2): number =>
  access.reduce<number>((row, condition, block) => row | (((condition >> (2 - bit)) & 1) << block), 0)

const inverse = (row: number) => ~row & 0x0f

/** Bytes 6–8 of a trailer: each row of bits once as it is and once inverted (MF1S50yyX/V1 figure 10). */
export function encodeAccess(access: SectorAccess): Uint8Array {
  const [c1, c2, c3] = [bitRow(access, 0), bitRow(access, 1), bitRow(access, 2)]
  return Uint8Array.of(inverse(c2) * 16 + inverse(c1), c1 * 16 + inverse(c3), c3 * 16 + c2)
}

const conditionAt = (rows: readonly number[], block: number) =>
  rows.reduce<number>((condition, row) => condition * 2 + ((row >> block) & 1), 0) as AccessCondition

/** Takes bytes 6–8 of a trailer apart; undefined when a bit disagrees with its inverse, which blocks a sector for ever. */
export function decodeAccess(bytes: Uint8Array): SectorAccess | undefined {
  const [first = 0, second = 0, third = 0] = bytes
  const rows = [second >> 4, third & 0x0f, third >> 4] as const
  const inverses = [first & 0x0f, first >> 4, second & 0x0f]
  if (bytes.length !== 3 || rows.some((row, index) => inverse(row) !== inverses[index])) return undefined
  return [conditionAt(rows, 0), conditionAt(rows, 1), conditionAt(rows, 2), conditionAt(rows, 3)]
}

/** Why a trailer must not be written. */
export type LockOut =
  'bits-disagree' | 'key-b-is-readable' | 'data-unreadable' | 'data-unwritable' | 'keys-unchangeable'

/**
 * Plays through what could still be done in a sector with these access bytes: both keys read its data, key B writes it and
 * can change keys and access again. Undefined when all of that holds.
 */
export function findLockOut(bytes: Uint8Array): LockOut | undefined {
  const access = decodeAccess(bytes)
  if (!access) return 'bits-disagree'
  if (isKeyBReadable(access)) return 'key-b-is-readable'
  const data = access.slice(0, 3).map((condition) => rightsOnData(condition))
  if (!data.every(({ read }) => read.includes('a') && read.includes('b'))) return 'data-unreadable'
  if (!data.every(({ write }) => write.includes('b'))) return 'data-unwritable'
  const { writeA, writeAccess, writeB } = rightsOnTrailer(access[3])
  return [writeA, writeAccess, writeB].every((holders) => holders.includes('b'))
    ? undefined
    : 'keys-unchangeable'
}
