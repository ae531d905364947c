import { type CardChannel, HardwareError } from '../ports.ts'
import { authenticate, type RandomBytes } from './authenticate.ts'
import { encodeSunFile, type SunNdef } from './ndef.ts'
import {
  keyVersionCommand,
  keyVersionIn,
  readAuthenticUid,
  signatureCommand,
  signatureIn,
} from './ev2-commands.ts'
import { selectAndName, selectApplication } from './ntag424.ts'
import { verifyOriginality } from './originality.ts'
import type { Messaging } from './session-keys.ts'

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

/** Everything that can be done to a card, in this order; which of it is done is the plan's choice. */
export const personalisationSteps = [
  'read-chip',
  'check-originality',
  'authenticate',
  'write-address',
  'change-keys',
  'use-lrp',
  'enable-sun',
  'declare-read-only',
  'hide-uid',
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
  /**
   * Called once the UID is known and awaited before anything is written: derives the keys, or refuses the card by
   * throwing. Meanwhile the chip proves that it has the old ones.
   */
  readonly newKeysOf: (uid: string) => CardKeys | Promise<CardKeys>
  /** Cryptographically strong in production. */
  readonly randomBytes: RandomBytes
  readonly onStep?: (step: PersonalisationStep) => void
  /** 'lrp' switches the chip over, which cannot be taken back; 'aes' when absent. */
  readonly messaging?: Messaging
  /** Refuses a chip that its maker did not sign; `publicKeys` (hex) are trusted besides NXP's, for simulated cards. */
  readonly originality?: { readonly publicKeys: readonly string[] }
  /** Data for the card to encrypt into every message, whole blocks of 16 bytes; asked after `newKeysOf`. */
  readonly secretOf?: (uid: string) => Uint8Array | Promise<Uint8Array>
  /** How many readings the card gives in its life. */
  readonly readLimit?: number
  /** Hides the UID from everybody without a key, which cannot be taken back. Key 1, by which such a card is known again. */
  readonly randomId?: { readonly metaReadKey: Uint8Array }
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

/** Written as planned but not read back. */
export interface WrittenCard {
  readonly outcome: 'written'
  readonly uid: string
}

export interface CardContent {
  readonly newKeys: CardKeys
  readonly ndef: SunNdef
  readonly secret: Uint8Array | undefined
}

/** One card on the reader with everything that is needed to write it. */
export interface CardJob {
  readonly channel: CardChannel
  readonly plan: PersonalisationPlan
  /** Without checks a card costs the fewest commands that make it one of ours. */
  readonly checked: boolean
  readonly uid: string
  /** Key 1 is the first to be changed: while its version is 0 nothing but the still free address can have been written. */
  readonly isUntouched: boolean
  /** What the card is to hold; rejects when the caller refuses the card. */
  readonly content: Promise<CardContent>
  readonly begin: (step: PersonalisationStep) => void
}

export const spoiled = (reason: SpoiledReason): SpoiledCard => ({ outcome: 'spoiled', reason })

const ownUid = /^04[0-9A-F]{12}$/ // NXP's, 7 bytes: a random one has 4 and begins with 08 (ISO/IEC 14443-3 §6.5.4)
const hiddenUid = '00000000000000' // what GetVersion says once Random ID is on (NT4H2421Gx §10.5.2)

/** A card with Random ID tells its UID to who knows its key 1, which was changed before the UID was hidden. */
async function readHiddenUid(channel: CardChannel, plan: PersonalisationPlan): Promise<string> {
  if (!plan.randomId) throw new HardwareError('unknown-card')
  const key = { number: 1, value: plan.randomId.metaReadKey }
  const session = await authenticate(channel, key, plan.randomBytes, plan.messaging)
  const uid = await readAuthenticUid(channel, session)
  await selectApplication(channel) // ends the session: what follows is plain
  return uid
}

type NamedCard = Pick<CardJob, 'uid' | 'isUntouched'>

/** Names the chip; throws 'not-genuine' where the plan asks for the maker's signature and the chip has none over this UID. */
async function identify(
  channel: CardChannel,
  plan: PersonalisationPlan,
  { checked }: Pick<CardJob, 'checked'>,
): Promise<NamedCard> {
  const { originality } = plan
  const asked = [...(originality ? [signatureCommand] : []), ...(checked ? [keyVersionCommand(1)] : [])]
  const { uid, more } = await selectAndName(channel, ...asked)
  const isUntouched = !checked || keyVersionIn(more.at(-1)) === 0
  if (uid === hiddenUid) return { uid: await readHiddenUid(channel, plan), isUntouched } // its signature was checked before it was hidden
  if (!originality) return { uid, isUntouched }
  plan.onStep?.('check-originality')
  if (!verifyOriginality('ntag424', uid, signatureIn(more[0]), originality.publicKeys))
    throw new HardwareError('not-genuine')
  return { uid, isUntouched }
}

/** Unchecked, the reader's anticollision is taken at its word where it saw a chip's own UID. */
async function nameCard(
  channel: CardChannel,
  plan: PersonalisationPlan,
  { checked }: Pick<CardJob, 'checked'>,
): Promise<NamedCard> {
  const { uidHint } = channel
  if (checked || uidHint === undefined || !ownUid.test(uidHint)) return identify(channel, plan, { checked })
  await selectApplication(channel)
  return { uid: uidHint, isUntouched: true }
}

async function contentOf(plan: PersonalisationPlan, uid: string): Promise<CardContent> {
  const newKeys = await plan.newKeysOf(uid)
  const secret = await plan.secretOf?.(uid)
  const { sunBase, messaging = 'aes' } = plan
  return { newKeys, secret, ndef: encodeSunFile(sunBase, { messaging, ...(secret && { secret }) }) }
}

/**
 * Names the card on the reader and asks for its keys; nothing is written. Throws 'unknown-card' for another chip,
 * 'not-genuine' for one that is not NXP's.
 */
export async function openJob(
  channel: CardChannel,
  plan: PersonalisationPlan,
  { checked }: Pick<CardJob, 'checked'>,
): Promise<CardJob> {
  if (!Number.isInteger(plan.keyVersion) || plan.keyVersion < 1 || plan.keyVersion > 255)
    throw new RangeError('key version must be 1 to 255')
  const begin = plan.onStep ?? (() => undefined)
  const { sunBase, messaging = 'aes' } = plan
  encodeSunFile(sunBase, { messaging }) // an address that does not fit is refused before the card is touched
  begin('read-chip')
  const { uid, isUntouched } = await nameCard(channel, plan, { checked })
  const content = contentOf(plan, uid)
  content.catch(() => undefined) // it is heard where the content is used
  return { channel, plan, checked, uid, isUntouched, content, begin }
}
