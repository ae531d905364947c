import { HardwareError, type MagneticWriter, type Tracks } from '../../hardware/ports.ts'
import type { ChipJob, ChipOutcome, ChipStep, ChipWriter } from './chips/chip-writer.ts'
import type { ClaimedCard } from './claimed-card.ts'

export type Step = ChipStep | 'write-stripe' | 'read-stripe'

export interface Stripe {
  writer: MagneticWriter
  tracksFor: (card: ClaimedCard) => Tracks
}

/** One card on a reader, and what is to become of it. */
export interface CardJob extends Omit<ChipJob, 'claim' | 'onStep'> {
  writeChip: ChipWriter
  /** absent where the run writes no stripe */
  stripe: Stripe | undefined
  /** Names the card's number before anything is written; throws to refuse the chip. */
  claim: (uid: string) => Promise<ClaimedCard>
  onStep: (step: Step) => void
}

export type Encoded =
  | { outcome: 'finished'; card: ClaimedCard; sunCounter: number; stripeWritten: boolean }
  | { outcome: 'spoiled'; card: ClaimedCard; reason: SpoiledReason }

/** `stripe-unproven`: the number may stand on a stripe that was not shown again. */
type SpoiledReason = Extract<ChipOutcome, { outcome: 'spoiled' }>['reason'] | 'stripe-unproven'

/** The stripe differed from what was written, time and again. */
export class StripeDiffers extends Error {}

/** A bad swipe is the hand's fault: it may try again. */
const SWIPES = 3

/**
 * Brings one card to its end: chip written and proven, then stripe written and read back. Throws a `HardwareError` when
 * the card or a device was lost on the way (the same card is fed again), `StripeDiffers`, and what `claim` throws.
 */
export async function encodeCard({ writeChip, stripe, ...job }: CardJob): Promise<Encoded> {
  let card: ClaimedCard | undefined
  const chip = await writeChip({
    ...job,
    async claim(uid) {
      card = await job.claim(uid)
      return card
    },
  })
  if (!card) throw new HardwareError('unknown-card')
  if (chip.outcome === 'spoiled') return { outcome: 'spoiled', card, reason: chip.reason }
  if (stripe) await writeStripe(stripe.writer, { tracks: stripe.tracksFor(card), onStep: job.onStep })
  return { outcome: 'finished', card, sunCounter: chip.sunCounter, stripeWritten: stripe !== undefined }
}

async function writeStripe(
  writer: MagneticWriter,
  { tracks, onStep }: { tracks: Tracks; onStep: (step: Step) => void },
): Promise<void> {
  for (let swipe = 1; ; swipe += 1) {
    try {
      onStep('write-stripe')
      await writer.write(tracks, 'high')
      onStep('read-stripe')
      const read = await writer.read()
      if (tracksOf(read).every((track, index) => track === tracksOf(tracks)[index])) return
      if (swipe === SWIPES) throw new StripeDiffers('the stripe does not hold what was written')
    } catch (error) {
      const mayTryAgain =
        error instanceof HardwareError && (error.code === 'bad-swipe' || error.code === 'write-failed')
      if (!mayTryAgain || swipe === SWIPES) throw error
    }
  }
}

const tracksOf = ({ track1, track2, track3 }: Tracks) => [track1, track2, track3]
