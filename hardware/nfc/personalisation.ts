import type { CardChannel } from '../ports.ts'
import type { RandomBytes } from './authenticate.ts'
import { encodeSunFile, type SunNdef } from './ndef.ts'
import { readUid, selectApplication } from './ntag424.ts'

/** The five AES-128 keys of a card by what they do; their place is their number on the chip. */
export type CardKeys = readonly [
  /** K0: changes keys and settings. */
  master: Uint8Array,
  /** K1: opens the UID in a SUN message; one for the whole batch, because the UID is inside. */
  metaRead: Uint8Array,
  /** K2: makes the SUN message's MAC. */
  fileRead: Uint8Array,
  third: Uint8Array,
  fourth: Uint8Array,
]

/** Keys of a chip as it leaves NXP (NT4H2421Gx §8.2.4.2); blanks may come with secret transport keys instead. */
export const factoryKeys: CardKeys = [
  new Uint8Array(16),
  new Uint8Array(16),
  new Uint8Array(16),
  new Uint8Array(16),
  new Uint8Array(16),
]

export const personalisationSteps = [
  'read-chip',
  'authenticate',
  'write-address',
  'change-keys',
  'enable-sun',
  'declare-read-only',
  'change-master-key',
  'read-back',
  'prove-master-key',
] as const

export type PersonalisationStep = (typeof personalisationSteps)[number]

export interface PersonalisationPlan {
  /** Address that the SUN message is appended to; see `encodeSunFile`. */
  readonly sunBase: string
  /** Generation of the new keys, 1–255: written beside every key, it tells which were changed after a tear. */
  readonly keyVersion: number
  readonly oldKeys: CardKeys
  /** Called once the UID is known and before anything is written: derives the keys, or refuses the card by throwing. */
  readonly newKeysOf: (uid: string) => CardKeys | Promise<CardKeys>
  /** Cryptographically strong in production. */
  readonly randomBytes: RandomBytes
  readonly onStep?: (step: PersonalisationStep) => void
}

export type SpoiledReason =
  /** The card holds keys that are neither the old nor the new ones. */
  | 'foreign-keys'
  /** The chip reports worn or damaged memory. */
  | 'memory-failed'
  /** Everything was written, but the card's own SUN message or new master key does not verify. */
  | 'proof-failed'

export interface FinishedCard {
  readonly outcome: 'finished'
  /** 7 bytes, upper-case hex; proven by the SUN message. */
  readonly uid: string
  /** The SUN message that was read back, and its counter: what a later tap must exceed. */
  readonly sun: { readonly uri: string; readonly counter: number }
}

export interface SpoiledCard {
  readonly outcome: 'spoiled'
  readonly reason: SpoiledReason
}

/** One card on the reader with everything that is needed to write it. */
export interface CardJob {
  readonly channel: CardChannel
  readonly plan: PersonalisationPlan
  readonly uid: string
  readonly newKeys: CardKeys
  readonly ndef: SunNdef
  readonly begin: (step: PersonalisationStep) => void
}

export const spoiled = (reason: SpoiledReason): SpoiledCard => ({ outcome: 'spoiled', reason })

/** Names the card on the reader and gets its keys; nothing is written. Throws 'unknown-card' for another chip. */
export async function openJob(channel: CardChannel, plan: PersonalisationPlan): Promise<CardJob> {
  if (!Number.isInteger(plan.keyVersion) || plan.keyVersion < 1 || plan.keyVersion > 255)
    throw new RangeError('key version must be 1 to 255')
  const begin = plan.onStep ?? (() => undefined)
  const ndef = encodeSunFile(plan.sunBase)
  begin('read-chip')
  await selectApplication(channel)
  const uid = await readUid(channel)
  return { channel, plan, uid, newKeys: await plan.newKeysOf(uid), ndef, begin }
}
