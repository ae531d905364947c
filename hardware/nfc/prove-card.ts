import { HardwareError } from '../ports.ts'
import { type CardAnswer, exchangeAll } from './apdu.ts'
import { hex } from './bytes.ts'
import type { CardContent, CardJob, FinishedCard } from './personalisation.ts'
import { knownTapCommands, knownTapIn } from './read-tap.ts'
import { openSunSecret, parseSun, verifySun } from './sdm.ts'
import { masterChallengeCommand, openMaster } from './write-card.ts'

const nothing = new Uint8Array()

/**
 * What a card is asked to prove itself, for who sends it along with the last writing. The application is selected since
 * the job began, and the change of the master key has ended the session (NT4H2421Gx §10.6.1).
 */
export const proofCommands = (job: CardJob, { ndef }: CardContent): readonly Uint8Array[] => [
  ...knownTapCommands(ndef.file.length),
  masterChallengeCommand(job),
]

function uriIn(answers: readonly CardAnswer[]): string | undefined {
  try {
    return knownTapIn(answers)
  } catch (error) {
    if (error instanceof HardwareError && error.code === 'unknown-card') return undefined
    throw error
  }
}

/**
 * Reads the card as a phone would and believes nothing else: its SUN message must open with the batch's key, name this
 * UID, carry this card's MAC, its data and this address; then the card must know its new master key. Undefined when it
 * does not. `asked` are the answers to `proofCommands`, where those went before.
 */
export async function proveCard(
  job: CardJob,
  asked?: readonly CardAnswer[],
): Promise<FinishedCard | undefined> {
  const content = await job.content
  job.begin('read-back')
  const uri = uriIn(asked ?? (await exchangeAll(job.channel, knownTapCommands(content.ndef.file.length))))
  const message = uri === undefined ? undefined : parseSun(uri)
  if (uri === undefined || message?.base !== job.plan.sunBase) return undefined
  const [master, metaReadKey, fileReadKey] = content.newKeys
  const reading = verifySun(message, { metaReadKey, fileReadKeyOf: () => fileReadKey })
  if (reading?.uid !== job.uid) return undefined
  const secret = openSunSecret(message, fileReadKey, reading)
  if (hex(secret ?? nothing) !== hex(content.secret ?? nothing)) return undefined

  job.begin('prove-master-key')
  if (!(await openMaster(job, master, asked?.[2]))) return undefined
  return { outcome: 'finished', uid: job.uid, sun: { uri, counter: reading.counter } }
}
