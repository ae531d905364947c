import { sameBytes } from '../aes.ts'
import { concat } from '../bytes.ts'
import {
  authenticateSector,
  classicBlockLength,
  type ClassicKey,
  classicSectors,
  dataBlocks,
  dataBlocksPerSector,
  trailerBlock,
  transportKey,
} from './classic.ts'
import { encodeAccess, findLockOut, type SectorAccess } from './classic-access.ts'
import { readStorage, writeStorage } from './storage-card.ts'
import { type BlankTag, type FinishedTag, type SpoiledTag, spoiledTag } from './tag-outcome.ts'
import { readAnticollisionUid, type TagTransport } from './tag-transport.ts'

/** What one card gets. Both keys are derived per card and sector by the caller. */
interface ClassicContent {
  /** At most 48 bytes, and in them a MAC over UID and data: the only thing on the card that can be trusted. */
  readonly data: Uint8Array
  /** 6 bytes: reads. */
  readonly keyA: Uint8Array
  /** 6 bytes: reads, writes, and changes the keys. */
  readonly keyB: Uint8Array
}

/** In this order. */
export type ClassicStep = 'read-chip' | 'write-data' | 'read-back' | 'change-keys' | 'prove-keys'

export interface ClassicPlan {
  /** Called once the UID is known and before anything is written; may refuse the card by throwing. */
  readonly contentOf: (uid: string) => ClassicContent | Promise<ClassicContent>
  /** 1–15; block 0 of sector 0 is the maker's. */
  readonly sector: number
  /** Key A of the blank, 6 bytes; the maker's where it is absent. */
  readonly oldKeyA?: Uint8Array
  readonly onStep?: (step: ClassicStep) => void
}

interface ClassicJob {
  readonly tag: TagTransport
  readonly plan: ClassicPlan
  readonly uid: string
  /** Three whole blocks. */
  readonly data: Uint8Array
  readonly keyA: ClassicKey
  readonly keyB: ClassicKey
  readonly begin: (step: ClassicStep) => void
}

const readByBothWrittenByB = 0b100
const changedByB = 0b011
const sectorAccess: SectorAccess = [
  readByBothWrittenByB,
  readByBothWrittenByB,
  readByBothWrittenByB,
  changedByB,
]

const freeByte = 0x69 // as delivered; nothing on the card depends on it

const dataLength = dataBlocksPerSector * classicBlockLength

async function openJob(tag: TagTransport, plan: ClassicPlan): Promise<ClassicJob> {
  if (!Number.isInteger(plan.sector) || plan.sector < 1 || plan.sector >= classicSectors)
    throw new RangeError('sector must be 1 to 15')
  const begin = plan.onStep ?? (() => undefined)
  begin('read-chip')
  const uid = await readAnticollisionUid(tag.channel)
  const { data, keyA, keyB } = await plan.contentOf(uid)
  if (keyA.length !== 6 || keyB.length !== 6) throw new RangeError('keys must have 6 bytes')
  if (data.length > dataLength) throw new RangeError('the data is too long for the sector')
  return {
    tag,
    plan,
    uid,
    data: concat(data, new Uint8Array(dataLength - data.length)),
    keyA: { name: 'a', value: keyA },
    keyB: { name: 'b', value: keyB },
    begin,
  }
}

const opens = ({ tag, plan }: ClassicJob, key: ClassicKey) => authenticateSector(tag, plan.sector, key)

/** Under which key the sector is open now; 'none' when neither the blank's nor ours is its key. */
async function openSector(job: ClassicJob): Promise<'blank' | 'ours' | 'none'> {
  if (await opens(job, { name: 'a', value: job.plan.oldKeyA ?? transportKey })) return 'blank'
  return (await opens(job, job.keyB)) ? 'ours' : 'none'
}

async function holdsData({ tag, plan, data }: ClassicJob): Promise<boolean> {
  for (const [index, block] of dataBlocks(plan.sector).entries()) {
    const present = await readStorage(tag.channel, block)
    const wanted = data.slice(index * classicBlockLength, (index + 1) * classicBlockLength)
    if (!present || !sameBytes(present, wanted)) return false
  }
  return true
}

async function writeData({ tag, plan, data }: ClassicJob): Promise<boolean> {
  for (const [index, block] of dataBlocks(plan.sector).entries()) {
    const wanted = data.slice(index * classicBlockLength, (index + 1) * classicBlockLength)
    if (!(await writeStorage(tag.channel, block, wanted))) return false
  }
  return true
}

/** The trailer that closes a sector. Throws a RangeError rather than answer one that locks us out. */
function closingTrailer({ keyA, keyB }: ClassicJob): Uint8Array {
  const access = encodeAccess(sectorAccess)
  const lockOut = findLockOut(access)
  if (lockOut) throw new RangeError(`these access bits lock us out: ${lockOut}`)
  return concat(keyA.value, access, Uint8Array.of(freeByte), keyB.value)
}

/** Both keys open the sector, both read its data, and the access bits are the computed ones. */
async function isProven(job: ClassicJob): Promise<boolean> {
  if (!(await opens(job, job.keyA)) || !(await holdsData(job))) return false
  if (!(await opens(job, job.keyB)) || !(await holdsData(job))) return false
  const trailer = await readStorage(job.tag.channel, trailerBlock(job.plan.sector))
  return trailer !== undefined && sameBytes(trailer.slice(6, 9), encodeAccess(sectorAccess))
}

async function finish(job: ClassicJob, state: 'blank' | 'ours' | 'none'): Promise<FinishedTag | SpoiledTag> {
  if (state === 'none') return spoiledTag('foreign-keys')
  job.begin('write-data')
  if (!(await holdsData(job)) && !(await writeData(job))) return spoiledTag('foreign-locks')
  job.begin('read-back')
  if (!(await holdsData(job))) return spoiledTag('proof-failed')
  if (state === 'blank') {
    job.begin('change-keys')
    const trailer = closingTrailer(job)
    if (!(await writeStorage(job.tag.channel, trailerBlock(job.plan.sector), trailer)))
      return spoiledTag('foreign-locks')
  }
  job.begin('prove-keys')
  return (await isProven(job)) ? { outcome: 'finished', uid: job.uid } : spoiledTag('proof-failed')
}

/**
 * Makes a blank MIFARE Classic 1K carry our data in one sector, or finishes one that was torn: data, read-back, and the
 * trailer with keys and access bits last, because a trailer that is torn in the middle blocks its sector for ever.
 * Repeating it on a finished card only proves it again. The chip's cipher is broken and its UID can be copied: it carries
 * data with a MAC for readers that know nothing better, and is never a proof by itself.
 * Throws a `HardwareError`: 'card-lost' when torn (feed the same card again).
 */
export async function personaliseClassic(
  tag: TagTransport,
  plan: ClassicPlan,
): Promise<FinishedTag | SpoiledTag> {
  const job = await openJob(tag, plan)
  return finish(job, await openSector(job))
}

/** Says in which state a card is after a tear, and proves it if its keys were changed. Throws as above. */
export async function recoverClassic(
  tag: TagTransport,
  plan: ClassicPlan,
): Promise<FinishedTag | SpoiledTag | BlankTag> {
  const job = await openJob(tag, plan)
  const state = await openSector(job)
  return state === 'blank' ? { outcome: 'blank' } : finish(job, state)
}
