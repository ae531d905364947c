import { randomBytes } from 'node:crypto'
import type { DesfireKeys } from '../../../hardware/nfc/desfire/desfire-job.ts'
import { personaliseDesfire } from '../../../hardware/nfc/desfire/personalise-desfire.ts'
import { chipData } from '../../cards/index.ts'
import type { CardKeys } from '../../keys/index.ts'
import { keysOfChip, type ChipWriter } from './chip-writer.ts'

/** AID of our application: the issuer's digits and the first of its kind. */
export const DESFIRE_APPLICATION = 0x915601

/** What each of a card's keys is for. */
export const desfireKeys = ({ masterKey, fileReadKey, key3, key4 }: CardKeys): DesfireKeys => ({
  card: key4,
  application: [masterKey, fileReadKey, key3],
})

/** MIFARE DESFire EV2 and EV3: one application of ours, the member's number in it under keys of this card. */
export const writeDesfire: ChipWriter = async (job) => {
  let cardNumber = ''
  const written = await personaliseDesfire(job.channel, {
    applicationId: DESFIRE_APPLICATION,
    keyVersion: job.batch.key_version,
    ...(job.transportKey ? { transportKey: job.transportKey } : {}),
    async keysOf(uid) {
      cardNumber = (await job.claim(uid)).cardNumber
      return desfireKeys(keysOfChip(job, uid))
    },
    dataOf: (uid) => Buffer.from(chipData(job.keys, { cardNumber, uid })),
    randomBytes,
    originality: { publicKeys: job.trustedMakers('desfire') },
    onStep: job.onStep,
  })
  return written.outcome === 'spoiled' ? written : { outcome: 'finished', sunCounter: 0 }
}
