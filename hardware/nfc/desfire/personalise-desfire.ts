import type { CardChannel } from '../../ports.ts'
import { nativeStatus } from '../apdu.ts'
import { hex } from '../bytes.ts'
import { readKeyVersion } from '../ev2-commands.ts'
import { type SpoiledCard, spoiled } from '../personalisation.ts'
import { concluding } from '../recover.ts'
import type { Session } from '../secure-messaging.ts'
import { authenticateDes, changeMasterToAes } from './des-authenticate.ts'
import { cardLevel, changeCardKey, createApplication, selectDesfire, setDefaultKey } from './desfire.ts'
import { type DesfireJob, type DesfirePlan, open, openJob } from './desfire-job.ts'
import { fillApplication, openSettings } from './fill-application.ts'
import { openSession, readMemberFile, refusedWith } from './member-file.ts'

interface FinishedDesfire {
  readonly outcome: 'finished'
  /** 7 bytes, upper-case hex. */
  readonly uid: string
}

type Outcome = FinishedDesfire | SpoiledCard

const factoryDesKey = new Uint8Array(8)

/** Makes the card's master key ours, from the key that it was delivered with. Whether it had that. */
async function replaceCardKey(job: DesfireJob): Promise<boolean> {
  const { channel, plan, keys } = job
  const value = { value: keys.card, version: plan.keyVersion }
  if (plan.transportKey) {
    const session = await open(job, 0, plan.transportKey)
    if (session) await changeCardKey(channel, session, value)
    return session !== undefined
  }
  const sessionKey = await openDelivered(channel, plan)
  if (sessionKey) await changeMasterToAes(channel, sessionKey, value)
  return sessionKey !== undefined
}

/** Opens a session of the DES key that the maker delivers; undefined when the card has another. */
async function openDelivered(channel: CardChannel, plan: DesfirePlan): Promise<Uint8Array | undefined> {
  try {
    return await authenticateDes(channel, factoryDesKey, plan.randomBytes)
  } catch (error) {
    if (refusedWith(error, nativeStatus.authenticationError, nativeStatus.permissionDenied)) return undefined
    throw error
  }
}

/** Opens a session with our master key of the card, once it is ours. A supplier's key may have our key's version. */
async function takeCard(job: DesfireJob): Promise<Session | undefined> {
  const { channel, plan, keys } = job
  job.begin('change-card-key')
  if ((await readKeyVersion(channel, 0)) === plan.keyVersion) {
    const session = await open(job, 0, keys.card)
    if (session) return session
  }
  return (await replaceCardKey(job)) ? open(job, 0, keys.card) : undefined
}

/** Reads the member data back under their MAC with the key that readers have, then asks for both master keys. */
async function prove(job: DesfireJob): Promise<Outcome> {
  const { channel, plan, keys, data } = job
  job.begin('read-back')
  const file = { readKey: keys.application[1], length: data.length, randomBytes: plan.randomBytes }
  const read = await readMemberFile(channel, file)
  const isWritten = read !== undefined && hex(read) === hex(data)
  if (!isWritten || !(await open(job, 0, keys.application[0]))) return spoiled('proof-failed')
  await selectDesfire(channel, cardLevel)
  if ((await readKeyVersion(channel, 0)) !== plan.keyVersion || !(await open(job, 0, keys.card)))
    return spoiled('proof-failed')
  return { outcome: 'finished', uid: job.uid }
}

async function begin(job: DesfireJob): Promise<boolean> {
  const { channel, plan } = job
  await selectDesfire(channel, cardLevel)
  const session = await takeCard(job)
  if (!session) return false
  job.begin('create-application')
  if (plan.transportKey) await setDefaultKey(channel, session, job.initialKey)
  const application = { id: plan.applicationId, settings: openSettings, keyCount: 3 }
  await createApplication(channel, session, application)
  return selectDesfire(channel, plan.applicationId)
}

/**
 * Makes a blank DESFire EV2 or EV3 one of our cards, or finishes one that was torn: the card's master key, one application of ours, the member data in a file under a MAC, its keys, and their proof. The order tells after a
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
 * Says in which state a card is after a tear, and finishes it if it was begun: 'blank' still has the key that it was
 * delivered with and can become any card. Throws as `personaliseDesfire` does.
 */
export const recoverDesfire = (
  channel: CardChannel,
  plan: DesfirePlan,
): Promise<Outcome | { readonly outcome: 'blank' }> =>
  concluding(async () => {
    await selectDesfire(channel, cardLevel)
    const { transportKey, randomBytes } = plan
    const isBlank = transportKey
      ? await openSession(channel, { number: 0, value: transportKey }, randomBytes)
      : (await readKeyVersion(channel, 0)) === 0 && (await openDelivered(channel, plan))
    return isBlank ? { outcome: 'blank' } : personaliseDesfire(channel, plan)
  })
