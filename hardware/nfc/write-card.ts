import { CardStatusError, nativeStatus } from './apdu.ts'
import { authenticate } from './authenticate.ts'
import { changeFileSettings, changeKey, changeMasterKey, ntag424, writeData } from './ntag424.ts'
import type { CardJob } from './personalisation.ts'
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
    return await authenticate(job.channel, { number: masterKeyNumber, value }, job.plan.randomBytes)
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

/**
 * Writes the whole card under its old master key, which is changed last: until then a torn card is written again from
 * the start, and every step may meet its own result. `versions` are the key versions found, an absent one is a factory key.
 * Answers whether the card's keys were the expected ones.
 */
export async function writeCard(job: CardJob, versions: readonly number[] = []): Promise<boolean> {
  const { channel, plan, newKeys } = job
  job.begin('authenticate')
  let session = await openMaster(job, plan.oldKeys[masterKeyNumber])
  if (!session) return false

  job.begin('write-address')
  const { ndefFile, capabilityFile } = ntag424
  await writeData(channel, session, { file: ndefFile.number, offset: 0, mode: 'plain', data: job.ndef.file })

  job.begin('change-keys')
  for (const number of changedUnderMaster) {
    const [present, other] = [plan.oldKeys[number], newKeys[number]]
    const candidates = versions[number] === plan.keyVersion ? [other, present] : [present, other]
    session = await settleKey(job, session, number, candidates)
    if (!session) return false
  }

  job.begin('enable-sun')
  const access = { ndef: job.ndef, metaReadKeyNumber, fileReadKeyNumber, writeKeyNumber: masterKeyNumber }
  await changeFileSettings(channel, session, { file: ndefFile.number, settings: sunFileSettings(access) })

  job.begin('declare-read-only')
  const declaration = { file: capabilityFile.number, offset: writeAccessOffset, data: neverWritable }
  await writeData(channel, session, { ...declaration, mode: 'plain' })

  job.begin('change-master-key')
  await changeMasterKey(channel, session, { value: newKeys[masterKeyNumber], version: plan.keyVersion })
  return true
}
