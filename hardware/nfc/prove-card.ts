import { HardwareError } from '../ports.ts'
import { hex } from './bytes.ts'
import type { CardContent, CardJob, FinishedCard } from './personalisation.ts'
import { readKnownTap } from './read-tap.ts'
import { openSunSecret, parseSun, verifySun } from './sdm.ts'
import { openMaster } from './write-card.ts'

const nothing = new Uint8Array()

async function readUri({ channel }: CardJob, { ndef }: CardContent): Promise<string | undefined> {
  try {
    return await readKnownTap(channel, ndef.file.length)
  } catch (error) {
    if (error instanceof HardwareError && error.code === 'unknown-card') return undefined
    throw error
  }
}

/**
 * Reads the card as a phone would and believes nothing else: its SUN message must open with the batch's key, name this
 * UID, carry this card's MAC, its data and this address; then the card must know its new master key. Undefined when it does not.
 */
export async function proveCard(job: CardJob): Promise<FinishedCard | undefined> {
  const content = await job.content
  job.begin('read-back')
  const uri = await readUri(job, content)
  const message = uri === undefined ? undefined : parseSun(uri)
  if (uri === undefined || message?.base !== job.plan.sunBase) return undefined
  const [master, metaReadKey, fileReadKey] = content.newKeys
  const reading = verifySun(message, { metaReadKey, fileReadKeyOf: () => fileReadKey })
  if (reading?.uid !== job.uid) return undefined
  const secret = openSunSecret(message, fileReadKey, reading)
  if (hex(secret ?? nothing) !== hex(content.secret ?? nothing)) return undefined

  job.begin('prove-master-key')
  if (!(await openMaster(job, master))) return undefined
  return { outcome: 'finished', uid: job.uid, sun: { uri, counter: reading.counter } }
}
