import { nativeStatus } from '../apdu.ts'
import { changeKey, changeMasterKey, writeData } from '../ev2-commands.ts'
import type { Session } from '../secure-messaging.ts'
import { changeKeySettings, createFile, keySettings, readKeySettings } from './desfire.ts'
import { type DesfireJob, open } from './desfire-job.ts'
import { memberFile, refusedWith } from './member-file.ts'

// While it is being filled the application lets its master key do everything; then its settings are shut for good.
export const openSettings = keySettings.changeMasterKey + keySettings.listFreely + keySettings.changeSettings
const closedSettings = keySettings.changeMasterKey

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

/** Brings one key from its initial value to ours, whichever of the two it has; a wrong guess costs the session. */
async function settleKey(job: DesfireJob, session: Session, number: 1 | 2): Promise<Session | undefined> {
  const { channel, plan, keys, initialKey } = job
  const key = { number, value: keys.application[number], version: plan.keyVersion }
  try {
    await changeKey(channel, session, { ...key, oldValue: initialKey })
    return session
  } catch (error) {
    if (!refusedWith(error, nativeStatus.integrityError)) throw error
  }
  const next = await open(job, 0, job.initialKey)
  if (!next) return undefined
  try {
    await changeKey(channel, next, { ...key, oldValue: key.value })
    return next
  } catch (error) {
    if (refusedWith(error, nativeStatus.integrityError)) return undefined
    throw error
  }
}

/** Fills our application under its initial master key, which is changed last. Whether the keys were the expected ones. */
export async function fillApplication(job: DesfireJob): Promise<boolean> {
  const { channel, plan, keys, data } = job
  const reopen = () => open(job, 0, job.initialKey)
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
