import { HardwareError, type MagneticWriter, type Tracks } from '../../hardware/ports.ts'
import type { Encoded, Step } from './card-job.ts'
import type { ClaimedStripe } from './claimed-card.ts'

/** A card that is nothing but its stripe: only its number tells it from another blank. */
export interface StripeJob {
  card: ClaimedStripe
  tracks: Tracks
  onStep: (step: Step) => void
  /** Keeps whether the number may stand on a stripe by now, beyond the end of this process. */
  noteBegun: (isBegun: boolean) => Promise<void>
}

const TRIES = 3

/**
 * Writes a stripe and reads it back. A number that stands on a stripe, or may, and is not found whole on the one that is
 * drawn through next is spoiled: written once more it might stand on two. Only where the writer says that it did not
 * write, and nothing is found, the number is tried again. Throws a `HardwareError` where nobody drew a card through, or
 * the writer was lost or does not write.
 */
export async function encodeStripe(writer: MagneticWriter, job: StripeJob): Promise<Encoded> {
  const { card, tracks, noteBegun } = job
  const finished = { outcome: 'finished', card, sunCounter: 0, stripeWritten: true } as const
  const spoiled = { outcome: 'spoiled', card, reason: 'stripe-unproven' } as const
  const look = async (times: number): Promise<Found> => {
    job.onStep('read-stripe')
    return readBack(writer, tracks, times)
  }

  if (card.isBegun) return (await look(TRIES)) === 'all' ? finished : spoiled
  await noteBegun(true)
  for (let tries = 1; ; tries += 1) {
    job.onStep('write-stripe')
    const fault = await writeOnce(writer, tracks).catch(async (error: unknown) => {
      const nobodyCame = error instanceof HardwareError && error.code === 'timeout'
      if (nobodyCame) await noteBegun(false)
      throw error
    })
    const found = await look(fault ? 1 : TRIES)
    if (found === 'all') return finished
    if (found === 'some' || !fault) return spoiled
    if (tries < TRIES) continue
    await noteBegun(false)
    throw fault
  }
}

/** @returns the fault of a write that did not succeed, as the writer tells it; throws what says nothing of the stripe */
async function writeOnce(writer: MagneticWriter, tracks: Tracks): Promise<HardwareError | undefined> {
  try {
    await writer.write(tracks, 'high')
    return undefined
  } catch (error) {
    if (error instanceof HardwareError && (error.code === 'bad-swipe' || error.code === 'write-failed'))
      return error
    throw error
  }
}

/** `some`: only tracks of this card that make no whole stripe. */
type Found = 'all' | 'some' | 'none'

async function readBack(writer: MagneticWriter, tracks: Tracks, times: number): Promise<Found> {
  for (let tries = 1; tries <= times; tries += 1) {
    try {
      const read = await writer.read()
      const numbers = ['track1', 'track2', 'track3'] as const
      if (numbers.every((number) => read[number] === tracks[number])) return 'all'
      return numbers.some((number) => tracks[number] !== undefined && read[number] === tracks[number])
        ? 'some'
        : 'none'
    } catch (error) {
      if (!(error instanceof HardwareError && error.code === 'bad-swipe')) throw error
    }
  }
  return 'none'
}
