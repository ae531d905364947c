import { Problem } from '../../api/problem.ts'
import { now } from '../../ui/now.ts'
import type { Synced } from './contract.ts'
import { shortEnough } from './portion.ts'
import { countWaiting, firstWaiting, settle } from './queue.ts'
import { signedCall } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** What came of one try to send what waits. */
export type Sent =
  | 'nothing-waits'
  | 'all-sent'
  /** some were judged, and others wait */
  | 'goes-on'
  | 'unreached'
  | 'revoked'
  /** the server does not take the next entry: a person must look at it */
  | 'stuck'

const mostEntries = 50
/** Sends the first entries that wait; those on which the server has its word leave the tablet. */
export async function sendWaiting(vault: Vault, characters: number): Promise<Sent> {
  const entries = shortEnough(await firstWaiting(vault, mostEntries), characters)
  if (entries.length === 0) return 'nothing-waits'
  try {
    const { verdicts } = await signedCall<Synced>(vault, {
      method: 'POST',
      path: `/api/v1/tablets/${vault.tabletId}/entries`,
      body: {
        tabletNow: now().toISOString(),
        waiting: (await countWaiting()) - entries.length,
        entries: entries.map(({ text, signature }) => ({ text, signature })),
      },
    })
    if (verdicts.length === 0) return 'stuck'
    await settle(vault, verdicts)
    return (await countWaiting()) > 0 ? 'goes-on' : 'all-sent'
  } catch (failure) {
    return outcomeOf(failure)
  }
}

function outcomeOf(failure: unknown): Sent {
  if (!(failure instanceof Problem)) throw failure
  if (failure.code === 'tablet-revoked') return 'revoked'
  if (failure.code === 'chain-broken') return 'stuck'
  return 'unreached'
}
