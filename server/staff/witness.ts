import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findPerson } from './queries.ts'
import { checkPassword, nameHashOf } from './signing-in.ts'

/**
 * A colleague confirms at somebody else's desk, with their own password, what they have seen. Wrong tries count and pause
 * as when they sign in. Refuses with `witness-unknown`, `sign-in-paused`, `witness-not-confirmed`.
 */
export async function confirmAsWitness(
  platform: Pick<Platform, 'db' | 'clock' | 'contentHash'>,
  { witnessId, password }: { witnessId: string; password: string },
): Promise<Result<{ witnessId: string }, 'witness-unknown' | 'sign-in-paused' | 'witness-not-confirmed'>> {
  const witness = await findPerson(platform.db, witnessId)
  if (!witness) return refuse('witness-unknown')
  const checked = await checkPassword(platform.db, {
    signInName: witness.signInName,
    nameHash: nameHashOf(platform, witness.signInName),
    password,
    now: platform.clock.now(),
    isKnownTo: () => false,
  })
  if (checked.ok) return accept({ witnessId })
  return refuse(checked.reason === 'sign-in-failed' ? 'witness-not-confirmed' : checked.reason)
}
