import { HardwareError } from '../ports.ts'
import { type CardAnswer, CardStatusError, nativeStatus } from './apdu.ts'
import { authenticate, challengeCommand } from './authenticate.ts'
import { changeKeyCommand, changeMasterKeyCommand, writeDataCommand } from './ev2-commands.ts'
import { changeFileSettingsCommand, hideUidCommand, ntag424, useLrpCommand } from './ntag424.ts'
import type { CardContent, CardJob, PersonalisationStep } from './personalisation.ts'
import { sunFileSettings } from './sdm.ts'
import { type SecureCommand, sendAllSecure, type Session } from './secure-messaging.ts'

const masterKeyNumber = 0
const metaReadKeyNumber = 1
const fileReadKeyNumber = 2
const changedUnderMaster = [1, 2, 3, 4] as const
type KeyNumber = (typeof changedUnderMaster)[number]

// Byte 14 of the capability container tells phones whether the NDEF file may be written: FF = never (Type 4 Tag §5.1).
const writeAccessOffset = 14
const neverWritable = Uint8Array.of(0xff)

/** Part 1 of `openMaster`, for who sends it along with other commands. */
export const masterChallengeCommand = ({ plan }: CardJob): Uint8Array =>
  challengeCommand(masterKeyNumber, plan.messaging)

/**
 * Opens a session with a master key; undefined when that is not the card's key, or the key is blocked for good. `asked` is
 * the chip's answer to `masterChallengeCommand`, where that went before.
 */
export async function openMaster(
  { channel, plan: { randomBytes, messaging } }: CardJob,
  value: Uint8Array,
  asked?: CardAnswer,
): Promise<Session | undefined> {
  try {
    return await authenticate(channel, { number: masterKeyNumber, value }, randomBytes, messaging, asked)
  } catch (error) {
    const isOther =
      error instanceof CardStatusError &&
      (error.status === nativeStatus.authenticationError || error.status === nativeStatus.permissionDenied)
    if (isOther) return undefined
    throw error
  }
}

type WritingJob = CardJob & CardContent

/** One command of the master key's session. No answer decides about the next one, so they go to the card together. */
interface Writing {
  readonly step: PersonalisationStep
  readonly command: SecureCommand
  /** Whose present value the command relies on. */
  readonly key?: KeyNumber
}

const writeAddress = ({ ndef }: CardContent): Writing => {
  const part = { file: ntag424.ndefFile.number, offset: 0, mode: 'plain' } as const
  return { step: 'write-address', command: writeDataCommand({ ...part, data: ndef.file }) }
}

const changeKeys = ({ plan, newKeys }: WritingJob, hasNew: ReadonlySet<KeyNumber>): Writing[] =>
  changedUnderMaster.map((number) => {
    const oldValue = hasNew.has(number) ? newKeys[number] : plan.oldKeys[number]
    const change = { number, value: newKeys[number], version: plan.keyVersion, oldValue }
    return { step: 'change-keys', command: changeKeyCommand(change), key: number }
  })

const enableSun = ({ ndef, plan: { readLimit } }: WritingJob): Writing => {
  const keyNumbers = { metaReadKeyNumber, fileReadKeyNumber, writeKeyNumber: masterKeyNumber }
  const settings = sunFileSettings({ ndef, ...keyNumbers, ...(readLimit !== undefined && { readLimit }) })
  const command = changeFileSettingsCommand({ file: ntag424.ndefFile.number, settings })
  return { step: 'enable-sun', command }
}

const declareReadOnly = (): Writing => {
  const part = { file: ntag424.capabilityFile.number, offset: writeAccessOffset, mode: 'plain' } as const
  return { step: 'declare-read-only', command: writeDataCommand({ ...part, data: neverWritable }) }
}

const replaceMasterKey = ({ newKeys, plan }: WritingJob): Writing => {
  const command = changeMasterKeyCommand({ value: newKeys[masterKeyNumber], version: plan.keyVersion })
  return { step: 'change-master-key', command }
}

/**
 * The order is what makes a torn card safe: the address is free to write before, SUN's keys are ours before SUN is on,
 * LRP switches SUN off and so comes before it, key 1 is ours before the UID is hidden, and the master key is the last.
 */
const writingsOf = (job: WritingJob, hasNew: ReadonlySet<KeyNumber>) => ({
  beforeLrp: [writeAddress(job), ...changeKeys(job, hasNew)],
  afterLrp: [
    enableSun(job),
    ...(job.checked ? [declareReadOnly()] : []),
    ...(job.plan.randomId ? [{ step: 'hide-uid', command: hideUidCommand } as const] : []),
    replaceMasterKey(job),
  ],
})

/** `wrong` is the key that is not what it was taken for; `after` the answers of the commands that went after. */
type Sent = { wrong: KeyNumber } | { wrong: undefined; after: readonly CardAnswer[] }

/** Throws a `CardStatusError` when the card refuses one. */
async function send(
  job: CardJob,
  session: Session,
  writings: readonly Writing[],
  commandsAfter: readonly Uint8Array[] = [],
): Promise<Sent> {
  for (const step of new Set(writings.map((writing) => writing.step))) job.begin(step)
  const commands = writings.map(({ command }) => command)
  const sent = await sendAllSecure(job.channel, session, commands, commandsAfter)
  if (sent.refusedWith === undefined) return { wrong: undefined, after: sent.after }
  const key = writings[sent.carriedOut]?.key
  if (key === undefined || sent.refusedWith !== nativeStatus.integrityError)
    throw new CardStatusError(sent.refusedWith)
  return { wrong: key }
}

/** LRP ends the session that switches it on, and the next one must speak it. */
async function switchToLrp(job: WritingJob, session: Session, before: readonly Writing[]) {
  const { wrong } = await send(job, session, [...before, { step: 'use-lrp', command: useLrpCommand }])
  if (wrong !== undefined) return { wrong }
  const next = await openMaster(job, job.plan.oldKeys[masterKeyNumber])
  if (next && next.cipher.messaging !== 'lrp') throw new HardwareError('card-refused')
  return { next }
}

/** One session's worth of `writeCard`; 'foreign' for another master key. */
async function writeOnce(
  job: WritingJob,
  session: Session | undefined,
  hasNew: ReadonlySet<KeyNumber>,
  commandsAfter: readonly Uint8Array[],
): Promise<Sent | 'foreign'> {
  if (!session) return 'foreign'
  const { beforeLrp, afterLrp } = writingsOf(job, hasNew)
  const isToSwitch = job.plan.messaging === 'lrp' && session.cipher.messaging !== 'lrp'
  if (!isToSwitch) return send(job, session, [...beforeLrp, ...afterLrp], commandsAfter)
  const { wrong, next } = await switchToLrp(job, session, beforeLrp)
  if (wrong !== undefined) return { wrong }
  return next ? send(job, next, afterLrp, commandsAfter) : 'foreign'
}

/**
 * Writes the whole card under its old master key, which is changed last: until then a torn card is written again from
 * the start, and every command may meet its own result. `versions` are the key versions found, an absent one is a factory
 * key; a key that is not what its version says is tried with its other value, which costs a session.
 * Answers what the chip says to `commandsAfter`, which go with the last writing; undefined when the card's keys were not the expected ones.
 */
export async function writeCard(
  job: CardJob,
  versions: readonly number[] = [],
  commandsAfter: (content: CardContent) => readonly Uint8Array[] = () => [],
): Promise<readonly CardAnswer[] | undefined> {
  const hasNew = new Set(changedUnderMaster.filter((number) => versions[number] === job.plan.keyVersion))
  const otherwise = new Set<KeyNumber>()
  for (;;) {
    job.begin('authenticate')
    const session = await openMaster(job, job.plan.oldKeys[masterKeyNumber])
    const content = await job.content
    const sent = await writeOnce({ ...job, ...content }, session, hasNew, commandsAfter(content))
    if (sent === 'foreign') return undefined
    if (sent.wrong === undefined) return sent.after
    const { wrong } = sent
    if (otherwise.has(wrong)) return undefined
    otherwise.add(wrong)
    // The keys before it have their new values now.
    for (const number of changedUnderMaster) if (number < wrong) hasNew.add(number)
    if (!hasNew.delete(wrong)) hasNew.add(wrong)
  }
}
