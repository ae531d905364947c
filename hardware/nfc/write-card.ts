import { HardwareError } from '../ports.ts'
import { CardStatusError, nativeStatus } from './apdu.ts'
import { authenticate } from './authenticate.ts'
import { changeKey, changeMasterKey, writeData } from './ev2-commands.ts'
import { changeFileSettings, enableLrp, enableRandomId, ntag424 } from './ntag424.ts'
import type { CardJob, PersonalisationStep } from './personalisation.ts'
import { sunFileSettings } from './sdm.ts'
import type { Session } from './secure-messaging.ts'

const masterKeyNumber = 0
const metaReadKeyNumber = 1
const fileReadKeyNumber = 2
const changedUnderMaster = [1, 2, 3, 4] as const

// Byte 14 of the capability container tells phones whether the NDEF file may be written: FF = never (Type 4 Tag §5.1).
const writeAccessOffset = 14
const neverWritable = Uint8Array.of(0xff)

const refusedWith = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof CardStatusError && statuses.includes(error.status)

/** Opens a session with a master key; undefined when that is not the card's key, or the key is blocked for good. */
export async function openMaster(job: CardJob, value: Uint8Array): Promise<Session | undefined> {
  try {
    const { randomBytes, messaging } = job.plan
    return await authenticate(job.channel, { number: masterKeyNumber, value }, randomBytes, messaging)
  } catch (error) {
    if (refusedWith(error, nativeStatus.authenticationError, nativeStatus.permissionDenied)) return undefined
    throw error
  }
}

/**
 * Brings one key to its new value from the first of `candidates` that the card confirms as the present one; a wrong
 * candidate costs the session, which is then opened again. Undefined when none is right.
 */
async function settleKey(
  job: CardJob,
  session: Session,
  number: 1 | 2 | 3 | 4,
  candidates: readonly Uint8Array[],
) {
  let open: Session | undefined = session
  for (const oldValue of candidates) {
    if (!open) return undefined
    try {
      const key = { number, value: job.newKeys[number], version: job.plan.keyVersion, oldValue }
      await changeKey(job.channel, open, key)
      return open
    } catch (error) {
      if (!refusedWith(error, nativeStatus.integrityError)) throw error
      open = await openMaster(job, job.plan.oldKeys[masterKeyNumber])
    }
  }
  return undefined
}

/** One thing that is written in the master key's session. */
interface WritingStep {
  readonly step: PersonalisationStep
  readonly isPlanned?: (job: CardJob) => boolean
  /** Answers the session to go on in, undefined when the card's keys are not the expected ones. */
  readonly write: (
    job: CardJob,
    session: Session,
    versions: readonly number[],
  ) => Promise<Session | undefined>
}

const writeAddress: WritingStep['write'] = async ({ channel, ndef }, session) => {
  const part = { file: ntag424.ndefFile.number, offset: 0, mode: 'plain' } as const
  await writeData(channel, session, { ...part, data: ndef.file })
  return session
}

const changeKeys: WritingStep['write'] = async (job, session, versions) => {
  const { plan, newKeys } = job
  let open: Session | undefined = session
  for (const number of changedUnderMaster) {
    const [present, other] = [plan.oldKeys[number], newKeys[number]]
    const candidates = versions[number] === plan.keyVersion ? [other, present] : [present, other]
    open = await settleKey(job, open, number, candidates)
    if (!open) return undefined
  }
  return open
}

const useLrp: WritingStep['write'] = async (job, session) => {
  if (session.cipher.messaging === 'lrp') return session
  await enableLrp(job.channel, session)
  const next = await openMaster(job, job.plan.oldKeys[masterKeyNumber])
  if (next && next.cipher.messaging !== 'lrp') throw new HardwareError('card-refused')
  return next
}

const enableSun: WritingStep['write'] = async ({ channel, ndef, plan }, session) => {
  const { readLimit } = plan
  const keyNumbers = { metaReadKeyNumber, fileReadKeyNumber, writeKeyNumber: masterKeyNumber }
  const settings = sunFileSettings({ ndef, ...keyNumbers, ...(readLimit !== undefined && { readLimit }) })
  await changeFileSettings(channel, session, { file: ntag424.ndefFile.number, settings })
  return session
}

const declareReadOnly: WritingStep['write'] = async ({ channel }, session) => {
  const part = { file: ntag424.capabilityFile.number, offset: writeAccessOffset, mode: 'plain' } as const
  await writeData(channel, session, { ...part, data: neverWritable })
  return session
}

const hideUid: WritingStep['write'] = async ({ channel }, session) => {
  await enableRandomId(channel, session)
  return session
}

const replaceMasterKey: WritingStep['write'] = async ({ channel, newKeys, plan }, session) => {
  await changeMasterKey(channel, session, { value: newKeys[masterKeyNumber], version: plan.keyVersion })
  return session
}

/**
 * The order is what makes a torn card safe: the address is free to write before, SUN's keys are ours before SUN is on,
 * LRP switches SUN off and so comes before it, key 1 is ours before the UID is hidden, and the master key is the last.
 */
const writingSteps: readonly WritingStep[] = [
  { step: 'write-address', write: writeAddress },
  { step: 'change-keys', write: changeKeys },
  { step: 'use-lrp', isPlanned: ({ plan }) => plan.messaging === 'lrp', write: useLrp },
  { step: 'enable-sun', write: enableSun },
  { step: 'declare-read-only', isPlanned: ({ checked }) => checked, write: declareReadOnly },
  { step: 'hide-uid', isPlanned: ({ plan }) => plan.randomId !== undefined, write: hideUid },
  { step: 'change-master-key', write: replaceMasterKey },
]

/**
 * Writes the whole card under its old master key, which is changed last: until then a torn card is written again from
 * the start, and every step may meet its own result. `versions` are the key versions found, an absent one is a factory key.
 * Answers whether the card's keys were the expected ones.
 */
export async function writeCard(job: CardJob, versions: readonly number[] = []): Promise<boolean> {
  job.begin('authenticate')
  let session = await openMaster(job, job.plan.oldKeys[masterKeyNumber])
  for (const { step, isPlanned, write } of writingSteps) {
    if (!session) return false
    if (isPlanned && !isPlanned(job)) continue
    job.begin(step)
    session = await write(job, session, versions)
  }
  return session !== undefined
}
