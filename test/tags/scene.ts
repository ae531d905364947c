import { createHash, randomBytes } from 'node:crypto'
import { passThrough } from '../../hardware/nfc/tags/pass-through.ts'
import type { ClassicPlan } from '../../hardware/nfc/tags/personalise-classic.ts'
import type { UltralightPlan } from '../../hardware/nfc/tags/personalise-ultralight.ts'
import type { Ntag21xPlan } from '../../hardware/nfc/tags/ntag21x-job.ts'
import { withTag } from '../../hardware/nfc/tags/reader-families.ts'
import type { TagTransport, TransportKind } from '../../hardware/nfc/tags/tag-transport.ts'
import { uriMessage } from '../../hardware/nfc/tags/type2-content.ts'
import { HardwareError } from '../../hardware/ports.ts'
import type { Tear } from '../../hardware/simulator/tearing.ts'
import { simulatedMaker } from '../../hardware/nfc/originality.ts'
import { VirtualTagReader } from '../../hardware/simulator/tags/reader.ts'
import type { VirtualTag } from '../../hardware/simulator/tags/tag.ts'

export const uid = '04A3B2C1D0E180'
export const uri = 'https://cards.example.com/t#n=6391234567890123&m=7A1B2C3D4E5F6071'

/** Bytes that belong to one card, as a key service would derive them. */
export const secretOf = (uid: string, purpose: string, length: number): Uint8Array =>
  Uint8Array.from(createHash('sha256').update(`${purpose} of ${uid}`).digest().subarray(0, length))

export const ntagPlan = (overrides: Partial<Ntag21xPlan> = {}): Ntag21xPlan => ({
  contentOf: (uid) => ({
    message: uriMessage(uri),
    password: secretOf(uid, 'password', 4),
    acknowledge: secretOf(uid, 'acknowledge', 2),
  }),
  attemptLimit: 7,
  isReadProtected: false,
  countsReads: true,
  locks: 'frozen',
  originality: { publicKeys: [simulatedMaker('ntag21x')] },
  ...overrides,
})

export const ultralightPlan = (keyCount: 1 | 2, overrides: Partial<UltralightPlan> = {}): UltralightPlan => ({
  contentOf: (uid) => ({
    message: uriMessage(uri),
    keys: [secretOf(uid, 'data key', 16), secretOf(uid, 'uid key', 16)].slice(0, keyCount),
  }),
  attemptLimit: keyCount === 2 ? 256 : 0,
  isReadProtected: false,
  originality: { publicKeys: [simulatedMaker('ultralight-aes')] },
  randomBytes: (length) => Uint8Array.from(randomBytes(length)),
  ...overrides,
})

export const classicPlan = (overrides: Partial<ClassicPlan> = {}): ClassicPlan => ({
  contentOf: (uid) => ({
    data: secretOf(uid, 'data with MAC', 32),
    keyA: secretOf(uid, 'key A of sector 1', 6),
    keyB: secretOf(uid, 'key B of sector 1', 6),
  }),
  sector: 1,
  ...overrides,
})

/** Lays a tag on a reader, does the work through whatever way the reader has, and takes the tag off again. */
export async function onReader<Result>(
  kind: TransportKind,
  tag: VirtualTag,
  work: (transport: TagTransport) => Promise<Result>,
): Promise<Result> {
  const reader = new VirtualTagReader(kind, tag)
  reader.powerOff()
  try {
    return await withTag({ channel: reader, readerName: readerNames[kind] }, work)
  } finally {
    reader.powerOff()
  }
}

export const readerNames: Readonly<Record<TransportKind, string>> = {
  'pass-through': 'ACS ACR122U PICC Interface 00 00',
  transparent: 'ACS ACR1252 Dual Reader [ACR1252 Dual Reader PICC] 00 00',
  'storage-only': 'HID Global OMNIKEY 5321 CL 00 00',
}

/** A tag that answers at once, for looking at it afterwards. */
export const directly = (tag: VirtualTag): TagTransport => {
  const reader = new VirtualTagReader('pass-through', tag)
  reader.powerOff()
  return passThrough(reader)
}

/** How many commands a job sends to the reader. */
export async function countCommands(
  reader: VirtualTagReader,
  work: (reader: VirtualTagReader) => Promise<unknown>,
): Promise<number> {
  let commands = 0
  const process = reader.process.bind(reader)
  reader.process = (apdu) => {
    commands += 1
    return process(apdu)
  }
  await work(reader)
  return commands
}

export const tearsOf = (commands: number): readonly Tear[] =>
  Array.from({ length: commands }, (_, index) => index + 1).flatMap((apdu): Tear[] => [
    { apdu, phase: 'before' },
    { apdu, phase: 'during', lands: false },
    { apdu, phase: 'during', lands: true },
    { apdu, phase: 'after' },
  ])

const isTorn = (error: unknown): boolean => error instanceof HardwareError && error.code === 'card-lost'

/** Runs a job that is torn somewhere; whatever it had to say, the tag is off the reader afterwards. */
export async function tear(
  reader: VirtualTagReader,
  at: Tear,
  work: (reader: VirtualTagReader) => Promise<unknown>,
): Promise<'torn' | 'done'> {
  reader.tearAt(at)
  const end = await work(reader).then(
    () => 'done' as const,
    (error: unknown) => {
      if (!isTorn(error)) throw error
      return 'torn' as const
    },
  )
  reader.powerOff()
  return end
}
