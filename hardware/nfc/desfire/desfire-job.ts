import { type CardChannel, HardwareError } from '../../ports.ts'
import { CardStatusError } from '../apdu.ts'
import type { RandomBytes } from '../authenticate.ts'
import { readSignature } from '../ev2-commands.ts'
import { verifyOriginality } from '../originality.ts'
import type { Session } from '../secure-messaging.ts'
import { cardLevel, identifyDesfire, selectDesfire } from './desfire.ts'
import { openSession } from './member-file.ts'

/** The AES-128 keys of one card, diversified; the application's by what they do, their place is their number. */
export interface DesfireKeys {
  /** Master of the card: makes and deletes applications. */
  readonly card: Uint8Array
  readonly application: readonly [master: Uint8Array, read: Uint8Array, write: Uint8Array]
}

export type DesfireStep =
  | 'read-chip'
  | 'check-originality'
  | 'change-card-key'
  | 'create-application'
  | 'write-member-data'
  | 'change-keys'
  | 'close-application'
  | 'change-master-key'
  | 'read-back'

export interface DesfirePlan {
  /** AID of our application, 24 bits. */
  readonly applicationId: number
  /**
   * The secret AES key that the supplier made the card's master key; the maker's DES key where it is absent. Under a
   * secret key no command shows another one to whoever listens.
   */
  readonly transportKey?: Uint8Array
  /** Generation of the new keys, 1–255: a version of 0 is a factory key. */
  readonly keyVersion: number
  /** Called once the UID is known and before anything is written: derives the keys, or refuses the card by throwing. */
  readonly keysOf: (uid: string) => DesfireKeys | Promise<DesfireKeys>
  /** What the card says of its member, 1–128 bytes. */
  readonly dataOf: (uid: string) => Uint8Array | Promise<Uint8Array>
  /** Cryptographically strong in production. */
  readonly randomBytes: RandomBytes
  /** Refuses a chip that its maker did not sign; `publicKeys` (hex) are trusted besides NXP's, for simulated cards. */
  readonly originality?: { readonly publicKeys: readonly string[] }
  readonly onStep?: (step: DesfireStep) => void
}

/** One card on the reader, and what it is to become. */
export interface DesfireJob {
  readonly channel: CardChannel
  readonly plan: DesfirePlan
  readonly uid: string
  readonly keys: DesfireKeys
  readonly data: Uint8Array
  /** What every key of a new application is. */
  readonly initialKey: Uint8Array
  readonly begin: (step: DesfireStep) => void
}

const longestData = 128
const factoryAesKey = new Uint8Array(16)

/** Opens a session with an AES key of the level that is selected; undefined when the card has another. */
export const open = (
  { channel, plan }: DesfireJob,
  number: number,
  value: Uint8Array,
): Promise<Session | undefined> => openSession(channel, { number, value }, plan.randomBytes)

/** Every DESFire has a card level; what refuses it is another chip. */
async function selectCard(channel: CardChannel): Promise<void> {
  try {
    await selectDesfire(channel, cardLevel)
  } catch (error) {
    if (error instanceof CardStatusError) throw new HardwareError('unknown-card', { cause: error })
    throw error
  }
}

/** Knows the chip, asks for its keys and data, and writes nothing yet. */
export async function openJob(channel: CardChannel, plan: DesfirePlan): Promise<DesfireJob> {
  if (!Number.isInteger(plan.keyVersion) || plan.keyVersion < 1 || plan.keyVersion > 255)
    throw new RangeError('key version must be 1 to 255')
  const begin = plan.onStep ?? (() => undefined)
  begin('read-chip')
  await selectCard(channel)
  const { uid } = await identifyDesfire(channel)
  if (plan.originality) {
    begin('check-originality')
    const signature = await readSignature(channel)
    if (!verifyOriginality('desfire', uid, signature, plan.originality.publicKeys))
      throw new HardwareError('not-genuine')
  }
  const keys = await plan.keysOf(uid)
  const data = await plan.dataOf(uid)
  if (data.length === 0 || data.length > longestData) throw new RangeError('member data do not fit the file')
  const initialKey = plan.transportKey ? keys.application[0] : factoryAesKey
  return { channel, plan, uid, keys, data, initialKey, begin }
}
