import { Problem } from '../../api/problem.ts'
import { now } from '../../ui/now.ts'
import type { Synced } from './contract.ts'
import { countWaiting, firstWaiting, settle, type QueuedEntry } from './queue.ts'
import { signedCall } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** What came of one try to send what waits. */
export type Sent =
  | 'nothing-waits'
  /** some were judged, and others wait */
  | 'goes-on'
  | 'unreached'
  | 'revoked'
  /** the server does not take the next entry: a person must look at it */
  | 'stuck'

const mostEntries = 50
/** A bad line carries little at a time; one entry goes whatever its size. */
const mostCharacters = 150_000

/** Sends the first entries that wait; those on which the server has its word leave the tablet. */
export async function sendWaiting(vault: Vault): Promise<Sent> {
  const entries = shortEnough(await firstWaiting(vault, mostEntries))
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
    return (await countWaiting()) > 0 ? 'goes-on' : 'nothing-waits'
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

function shortEnough(entries: readonly QueuedEntry[]): readonly QueuedEntry[] {
  let characters = 0
  const tooMany = entries.findIndex(({ text }) => (characters += text.length) > mostCharacters)
  return tooMany < 0 ? entries : entries.slice(0, Math.max(tooMany, 1))
}
