import { type CardChannel, HardwareError } from '../../ports.ts'
import { CardStatusError, nativeStatus } from '../apdu.ts'
import { authenticate, type RandomBytes } from '../authenticate.ts'
import { hex } from '../bytes.ts'
import {
  changeKey,
  changeMasterKey,
  readData,
  readKeyVersion,
  readSignature,
  writeData,
} from '../ev2-commands.ts'
import { verifyOriginality } from '../originality.ts'
import { type SpoiledCard, spoiled } from '../personalisation.ts'
import { concluding } from '../recover.ts'
import type { Session } from '../secure-messaging.ts'
import { authenticateDes, changeMasterToAes } from './des-authenticate.ts'
import {
  cardLevel,
  changeKeySettings,
  createApplication,
  createFile,
  identifyDesfire,
  keySettings,
  readKeySettings,
  selectDesfire,
} from './desfire.ts'

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

interface FinishedDesfire {
  readonly outcome: 'finished'
  /** 7 bytes, upper-case hex. */
  readonly uid: string
}

type Outcome = FinishedDesfire | SpoiledCard

interface Job {
  readonly channel: CardChannel
  readonly plan: DesfirePlan
  readonly uid: string
  readonly keys: DesfireKeys
  readonly data: Uint8Array
  readonly begin: (step: DesfireStep) => void
}

const memberFile = 1
const factoryDesKey = new Uint8Array(8)
const factoryAesKey = new Uint8Array(16)
const longestData = 128
// While it is being filled the application lets its master key do everything; then its settings are shut for good.
const openSettings = keySettings.changeMasterKey + keySettings.listFreely + keySettings.changeSettings
const closedSettings = keySettings.changeMasterKey

const refusedWith = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof CardStatusError && statuses.includes(error.status)

/** Opens a session with an AES key of the level that is selected; undefined when the card has another. */
async function open({ channel, plan }: Job, number: number, value: Uint8Array): Promise<Session | undefined> {
  try {
    return await authenticate(channel, { number, value }, plan.randomBytes)
  } catch (error) {
    if (refusedWith(error, nativeStatus.authenticationError, nativeStatus.permissionDenied)) return undefined
    throw error
  }
}

/** Every DESFire has a card level; what refuses it is another chip. */
async function selectCard(channel: CardChannel): Promise<void> {
  try {
    await selectDesfire(channel, cardLevel)
  } catch (error) {
    if (error instanceof CardStatusError) throw new HardwareError('unknown-card', { cause: error })
    throw error
  }
}

async function openJob(channel: CardChannel, plan: DesfirePlan): Promise<Job> {
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
  return { channel, plan, uid, keys, data, begin }
}

/** Makes the card's master key ours, from the DES key of the factory, and opens a session with it. */
async function takeCard(job: Job): Promise<Session | undefined> {
  const { channel, plan, keys } = job
  job.begin('change-card-key')
  if ((await readKeyVersion(channel, 0)) !== plan.keyVersion) {
    const value = { value: keys.card, version: plan.keyVersion }
    try {
      await changeMasterToAes(channel, await authenticateDes(channel, factoryDesKey, plan.randomBytes), value)
    } catch (error) {
      if (refusedWith(error, nativeStatus.authenticationError, nativeStatus.permissionDenied))
        return undefined
      throw error
    }
  }
  return open(job, 0, keys.card)
}

/** Runs what may be done already by a card that was torn: then the session is over, and `reopen` opens the next. */
async function unlessDone(
  work: () => Promise<void>,
  { session, reopen }: { session: Session; reopen: () => Promise<Session | undefined> },
): Promise<Session | undefined> {
  try {
    await work()
    return session
  } catch (error) {
    if (refusedWith(error, nativeStatus.duplicate)) return reopen()
    throw error
  }
}

/** Brings one key from its factory value to ours, whichever of the two it has; a wrong guess costs the session. */
async function settleKey(job: Job, session: Session, number: 1 | 2): Promise<Session | undefined> {
  const { channel, plan, keys } = job
  const key = { number, value: keys.application[number], version: plan.keyVersion }
  try {
    await changeKey(channel, session, { ...key, oldValue: factoryAesKey })
    return session
  } catch (error) {
    if (!refusedWith(error, nativeStatus.integrityError)) throw error
  }
  const next = await open(job, 0, factoryAesKey)
  if (!next) return undefined
  try {
    await changeKey(channel, next, { ...key, oldValue: key.value })
    return next
  } catch (error) {
    if (refusedWith(error, nativeStatus.integrityError)) return undefined
    throw error
  }
}

/** Fills our application under its factory master key, which is changed last. Whether the keys were the expected ones. */
async function fillApplication(job: Job): Promise<boolean> {
  const { channel, plan, keys, data } = job
  const reopen = () => open(job, 0, factoryAesKey)
  let session = await reopen()
  if (!session) return false

  job.begin('write-member-data')
  const access = { read: 1, write: 2, readWrite: 0, change: 0 }
  const file = { number: memberFile, mode: 'mac', access, size: data.length } as const
  const filling = session
  session = await unlessDone(() => createFile(channel, filling, file), { session, reopen })
  if (!session) return false
  await writeData(channel, session, { file: memberFile, offset: 0, mode: 'mac', data })

  job.begin('change-keys')
  for (const number of [1, 2] as const) {
    session = await settleKey(job, session, number)
    if (!session) return false
  }

  job.begin('close-application')
  const { settings } = await readKeySettings(channel, session)
  if (settings !== closedSettings) await changeKeySettings(channel, session, closedSettings)

  job.begin('change-master-key')
  await changeMasterKey(channel, session, { value: keys.application[0], version: plan.keyVersion })
  return true
}

/** Reads the member data back under their MAC with the key that readers have, then asks for both master keys. */
async function prove(job: Job): Promise<Outcome> {
  const { channel, plan, keys, data } = job
  job.begin('read-back')
  const reading = await open(job, 1, keys.application[1])
  const part = { file: memberFile, offset: 0, mode: 'mac', length: data.length } as const
  const isWritten = reading && hex(await readData(channel, reading, part)) === hex(data)
  if (!isWritten || !(await open(job, 0, keys.application[0]))) return spoiled('proof-failed')
  await selectDesfire(channel, cardLevel)
  if ((await readKeyVersion(channel, 0)) !== plan.keyVersion || !(await open(job, 0, keys.card)))
    return spoiled('proof-failed')
  return { outcome: 'finished', uid: job.uid }
}

async function begin(job: Job): Promise<boolean> {
  const { channel, plan } = job
  await selectDesfire(channel, cardLevel)
  const session = await takeCard(job)
  if (!session) return false
  job.begin('create-application')
  const application = { id: plan.applicationId, settings: openSettings, keyCount: 3 }
  await createApplication(channel, session, application)
  return selectDesfire(channel, plan.applicationId)
}

/**
 * Makes a blank DESFire EV2 or EV3 one of our cards, or finishes one that was torn: the card's master key from DES to
 * AES, one application of ours, the member data in a file under a MAC, its keys, and their proof. The order tells after a
 * tear how far it came: no application of ours without our card key, no new application master key before all else.
 * Repeating it on a finished card only proves the card again. Throws as `personalise` does.
 */
export const personaliseDesfire = (channel: CardChannel, plan: DesfirePlan): Promise<Outcome> =>
  concluding(async () => {
    const job = await openJob(channel, plan)
    const exists = (await selectDesfire(channel, plan.applicationId)) || (await begin(job))
    if (!exists) return spoiled('foreign-keys')
    const isFilled = (await readKeyVersion(channel, 0)) === plan.keyVersion || (await fillApplication(job))
    return isFilled ? prove(job) : spoiled('foreign-keys')
  })

/**
 * Says in which state a card is after a tear, and finishes it if it was begun: 'blank' still has its factory key and can
 * become any card. Throws as `personaliseDesfire` does.
 */
export const recoverDesfire = (
  channel: CardChannel,
  plan: DesfirePlan,
): Promise<Outcome | { readonly outcome: 'blank' }> =>
  concluding(async () => {
    await selectDesfire(channel, cardLevel)
    if ((await readKeyVersion(channel, 0)) !== 0) return personaliseDesfire(channel, plan)
    try {
      await authenticateDes(channel, factoryDesKey, plan.randomBytes)
      return { outcome: 'blank' }
    } catch (error) {
      if (refusedWith(error, nativeStatus.authenticationError)) return spoiled('foreign-keys')
      throw error
    }
  })
