import type { PersonalisationStep, SpoiledReason } from '../../../hardware/nfc/personalisation.ts'
import type { DesfireStep } from '../../../hardware/nfc/desfire/desfire-job.ts'
import type { Ntag21xStep } from '../../../hardware/nfc/tags/ntag21x-job.ts'
import type { ClassicStep } from '../../../hardware/nfc/tags/personalise-classic.ts'
import type { UltralightStep } from '../../../hardware/nfc/tags/personalise-ultralight.ts'
import type { TagSpoiledReason } from '../../../hardware/nfc/tags/tag-outcome.ts'
import type { SignedChip } from '../../../hardware/nfc/originality.ts'
import type { CardChannel } from '../../../hardware/ports.ts'
import type { CardKeys, KeyService } from '../../keys/index.ts'

export type ChipStep = PersonalisationStep | DesfireStep | Ntag21xStep | UltralightStep | ClassicStep

/** One chip on a reader, and what it is to become. */
export interface ChipJob {
  channel: CardChannel
  /** PC/SC name: what the reader can do with a tag follows from it */
  readerName: string
  keys: KeyService
  batch: { id: string; code: string; key_version: number; public_url: string }
  /** the secret key that the blanks came with, all of them alike; undefined for a maker's blanks */
  transportKey: Uint8Array | undefined
  /** makers that are trusted besides NXP: of simulated chips, where devices are simulated */
  trustedMakers: (chip: SignedChip) => readonly string[]
  /** Names the card's number before anything is written; throws to refuse the chip. */
  claim: (uid: string) => Promise<{ cardNumber: string }>
  onStep: (step: ChipStep) => void
}

export type ChipOutcome =
  /** `sunCounter`: what the next tap must exceed; 0 for a chip that does not count */
  | { outcome: 'finished'; sunCounter: number }
  | { outcome: 'spoiled'; reason: SpoiledReason | TagSpoiledReason }

/** Brings a chip to its end: written and proven, or spoiled. Throws a `HardwareError` when the same card may be fed again. */
export type ChipWriter = (job: ChipJob) => Promise<ChipOutcome>

/** A UID of four bytes is filled up with zeros in front, so that every chip's keys are derived in one way. */
export const keysOfChip = ({ keys, batch }: Pick<ChipJob, 'keys' | 'batch'>, uid: string): CardKeys =>
  keys.cardKeys({ batchId: batch.id, keyVersion: batch.key_version }, uid.padStart(14, '0'))
