import { randomBytes } from 'node:crypto'
import {
  factoryKeys,
  type CardKeys,
  type PersonalisationStep,
  type SpoiledReason,
} from '../../hardware/nfc/personalisation.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { HardwareError, type CardChannel, type MagneticWriter } from '../../hardware/ports.ts'
import { stripeTracks, sunBase } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { ClaimedCard } from './claim.ts'

export type Step = PersonalisationStep | 'write-stripe' | 'read-stripe'

/** One card on a reader, and what is to become of it. */
export interface CardJob {
  keys: KeyService
  batch: { id: string; code: string; key_version: number; public_url: string }
  channel: CardChannel
  /** absent where the run writes no stripe */
  writer: MagneticWriter | undefined
  /** Names the card's number before anything is written; throws to refuse the chip. */
  claim: (uid: string) => Promise<ClaimedCard>
  onStep: (step: Step) => void
}

export type Encoded =
  | { outcome: 'finished'; card: ClaimedCard; sunCounter: number; stripeWritten: boolean }
  | { outcome: 'spoiled'; card: ClaimedCard; reason: SpoiledReason }

/** The stripe differed from what was written, time and again. */
export class StripeDiffers extends Error {}

/** A bad swipe is the hand's fault: it may try again. */
const SWIPES = 3

/**
 * Brings one card to its end: chip written and proven by its own message, then stripe written and read back. Throws a
 * `HardwareError` when the card or a device was lost on the way (the same card is fed again), `StripeDiffers`, and what
 * `claim` throws.
 */
export async function encodeCard({ keys, batch, channel, writer, claim, onStep }: CardJob): Promise<Encoded> {
  let card: ClaimedCard | undefined
  const place = { batchId: batch.id, keyVersion: batch.key_version }
  const chip = await personalise(channel, {
    sunBase: sunBase({ publicUrl: batch.public_url, code: batch.code }),
    keyVersion: batch.key_version,
    oldKeys: factoryKeys,
    async newKeysOf(uid) {
      card = await claim(uid)
      const { masterKey, metaReadKey, fileReadKey, key3, key4 } = keys.cardKeys(place, uid)
      return [masterKey, metaReadKey, fileReadKey, key3, key4] satisfies CardKeys
    },
    randomBytes,
    onStep,
  })
  if (!card) throw new HardwareError('unknown-card')
  if (chip.outcome === 'spoiled') return { outcome: 'spoiled', card, reason: chip.reason }
  if (writer) await writeStripe(writer, { keys, card, onStep })
  return { outcome: 'finished', card, sunCounter: chip.sun.counter, stripeWritten: writer !== undefined }
}

async function writeStripe(
  writer: MagneticWriter,
  { keys, card, onStep }: { keys: KeyService; card: ClaimedCard; onStep: (step: Step) => void },
): Promise<void> {
  const tracks = stripeTracks(keys, card)
  for (let swipe = 1; ; swipe += 1) {
    try {
      onStep('write-stripe')
      await writer.write(tracks, 'high')
      onStep('read-stripe')
      const read = await writer.read()
      if (read.track1 === tracks.track1 && read.track2 === tracks.track2) return
      if (swipe === SWIPES) throw new StripeDiffers('the stripe does not hold what was written')
    } catch (error) {
      const mayTryAgain =
        error instanceof HardwareError && (error.code === 'bad-swipe' || error.code === 'write-failed')
      if (!mayTryAgain || swipe === SWIPES) throw error
    }
  }
}
