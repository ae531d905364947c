import type { TrackNumber, Tracks } from '../../hardware/ports.ts'
import { claimedNumber, identifyCard, isStripeGenuine } from '../cards/index.ts'
import type { KeyService } from '../keys/index.ts'
import { audit } from '../platform/audit.ts'
import { accept, type Result } from '../platform/refusal.ts'
import type { Work } from '../platform/work.ts'
import { asOurs } from './examine.ts'
import { mayDoWithOurs } from './may-do.ts'
import { findByNumber, type BookedCard } from './queries.ts'
import type { MayDo, SwipeExamination, TrackSeen } from './schema.ts'

type Verdict = SwipeExamination['verdict']

/**
 * Says what a stripe is to us. Of tracks that are not ours nothing is kept or answered but how long they are and of what
 * kind: they may be a bank's. An edited stripe leaves its evidence, as at any reader of ours.
 */
export async function examineSwipe(
  work: Work,
  {
    keys,
    stationId,
    writerName,
    tracks,
  }: { keys: KeyService; stationId: string; writerName: string; tracks: Tracks },
): Promise<Result<SwipeExamination, never>> {
  const number = claimedNumber(tracks)
  const card = number === undefined ? undefined : await findByNumber(work.tx, number)
  const seen = tracksSeen(tracks)
  const verdict = verdictOn(keys, { card, tracks, isEmpty: seen.length === 0 })
  if (verdict === 'edited') await identifyCard(work, keys, { kind: 'swipe', tracks })
  const details = { writerName, verdict, cardNumber: verdict === 'foreign' ? '' : (card?.cardNumber ?? '') }
  await audit(work, { action: 'bench.stripe-examined', subject: `station:${stationId}`, details })
  return accept({
    tracks: verdict === 'ours' ? seen.map((track) => ({ ...track, kind: 'ours' as const })) : seen,
    verdict,
    card: card ? asOurs(card) : null,
    mayDo: mayDoWith(verdict, card),
  })
}

function verdictOn(
  keys: KeyService,
  { card, tracks, isEmpty }: { card: BookedCard | undefined; tracks: Tracks; isEmpty: boolean },
): Verdict {
  if (isEmpty) return 'unread'
  if (!card) return 'foreign'
  return isStripeGenuine(keys, card, tracks) ? 'ours' : 'edited'
}

function mayDoWith(verdict: Verdict, card: BookedCard | undefined): MayDo[] {
  if (verdict === 'edited') return [{ what: 'keep-as-evidence' }]
  if (verdict === 'ours' && card) return mayDoWithOurs(card)
  return [{ what: verdict === 'unread' ? 'swipe-again' : 'nothing-foreign' }]
}

/** Financial cards (ISO/IEC 7813): a number of 12 to 19 digits, then a separator and the expiry. */
const PAYMENT: Readonly<Record<TrackNumber, RegExp>> = {
  1: /^B[0-9 ]{12,23}\^/,
  2: /^[0-9]{12,19}=/,
  3: /^[0-9]{2}[0-9]{12,19}=/,
}

function tracksSeen({ track1, track2, track3 }: Tracks): TrackSeen[] {
  const all = [
    [1, track1],
    [2, track2],
    [3, track3],
  ] as const
  return all.flatMap(([track, text]) =>
    text === undefined || text === '' ? [] : [{ track, length: text.length, kind: kindOf(track, text) }],
  )
}

function kindOf(track: TrackNumber, text: string): TrackSeen['kind'] {
  if (PAYMENT[track].test(text)) return 'payment-card'
  return /^[0-9=]+$/.test(text) ? 'digits' : 'text'
}
