import { randomBytes } from 'node:crypto'
import { identifyNtag21x, type Ntag21xModel } from '../../../hardware/nfc/tags/ntag21x.ts'
import { personaliseNtag21x } from '../../../hardware/nfc/tags/personalise-ntag21x.ts'
import { personaliseUltralight } from '../../../hardware/nfc/tags/personalise-ultralight.ts'
import { withTag } from '../../../hardware/nfc/tags/reader-families.ts'
import { uriMessage } from '../../../hardware/nfc/tags/type2-content.ts'
import type { UltralightModel } from '../../../hardware/nfc/tags/ultralight.ts'
import { HardwareError } from '../../../hardware/ports.ts'
import { chipAddress } from '../../cards/index.ts'
import { keysOfChip, type ChipJob, type ChipOutcome, type ChipWriter } from './chip-writer.ts'

const PASSWORD_BYTES = 4
const ACKNOWLEDGE_BYTES = 2
/** Wrong passwords until a tag closes for ever: enough for a torn card, far from enough to guess 32 bits. */
const NTAG_ATTEMPTS = 7
const ULTRALIGHT_AES_ATTEMPTS = 256

/** The address that names the card, under a MAC over its UID and number. */
async function addressFor(job: ChipJob, uid: string): Promise<Uint8Array> {
  const { cardNumber } = await job.claim(uid)
  return uriMessage(chipAddress(job.keys, job.batch.public_url, { cardNumber, uid }))
}

const finished = (
  written: { outcome: 'finished' } | Extract<ChipOutcome, { outcome: 'spoiled' }>,
): ChipOutcome => (written.outcome === 'spoiled' ? written : { outcome: 'finished', sunCounter: 0 })

/** NTAG 213, 215 or 216, and no other of them: a password keeps scribblers off; phones read the address. */
export const writeNtag21x =
  (chip: Ntag21xModel['chip']): ChipWriter =>
  (job) =>
    withTag(job, async (tag) => {
      if ((await identifyNtag21x(tag)).chip !== chip) throw new HardwareError('unknown-card')
      return finished(
        await personaliseNtag21x(tag, {
          async contentOf(uid) {
            const message = await addressFor(job, uid)
            const { key3 } = keysOfChip(job, uid)
            const password = key3.slice(0, PASSWORD_BYTES)
            const acknowledge = key3.slice(PASSWORD_BYTES, PASSWORD_BYTES + ACKNOWLEDGE_BYTES)
            return { message, password, acknowledge }
          },
          attemptLimit: NTAG_ATTEMPTS,
          isReadProtected: false,
          countsReads: true,
          locks: 'frozen',
          originality: { publicKeys: job.trustedMakers('ntag21x') },
          onStep: job.onStep,
        }),
      )
    })

/** MIFARE Ultralight C and AES: a secret key keeps scribblers off; phones read the address. */
export const writeUltralight =
  (model: UltralightModel): ChipWriter =>
  (job) =>
    withTag(job, async (tag) =>
      finished(
        await personaliseUltralight(tag, model, {
          async contentOf(uid) {
            const message = await addressFor(job, uid)
            const { masterKey, key3 } = keysOfChip(job, uid)
            return { message, keys: [masterKey, key3].slice(0, model.keyCount) }
          },
          attemptLimit: model.chip === 'ultralight-aes' ? ULTRALIGHT_AES_ATTEMPTS : 0,
          isReadProtected: false,
          originality: { publicKeys: job.trustedMakers('ultralight-aes') },
          randomBytes,
          onStep: job.onStep,
        }),
      ),
    )
