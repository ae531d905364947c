import { randomBytes } from 'node:crypto'
import { factoryKeys, type CardKeys } from '../../../hardware/nfc/personalisation.ts'
import { personalise } from '../../../hardware/nfc/personalise.ts'
import type { Messaging } from '../../../hardware/nfc/session-keys.ts'
import { sunBase } from '../../cards/index.ts'
import { keysOfChip, type ChipWriter } from './chip-writer.ts'

/** NTAG 424 DNA: our keys, the address with its SUN message, and the proof by that message. */
export const writeNtag424 =
  (messaging: Messaging): ChipWriter =>
  async (job) => {
    const { batch, transportKey } = job
    const written = await personalise(job.channel, {
      sunBase: sunBase({ publicUrl: batch.public_url, code: batch.code }),
      keyVersion: batch.key_version,
      messaging,
      oldKeys: transportKey
        ? [transportKey, transportKey, transportKey, transportKey, transportKey]
        : factoryKeys,
      async newKeysOf(uid) {
        await job.claim(uid)
        const { masterKey, metaReadKey, fileReadKey, key3, key4 } = keysOfChip(job, uid)
        return [masterKey, metaReadKey, fileReadKey, key3, key4] satisfies CardKeys
      },
      originality: { publicKeys: job.trustedMakers('ntag424') },
      randomBytes,
      onStep: job.onStep,
    })
    return written.outcome === 'spoiled' ? written : { outcome: 'finished', sunCounter: written.sun.counter }
  }
