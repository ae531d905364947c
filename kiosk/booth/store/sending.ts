import { Problem } from '../../api/problem.ts'
import { now } from '../../ui/now.ts'
import { isAllAtLaptop, readBook } from './book.ts'
import type { Synced } from './contract.ts'
import { hearOffice } from './office-word.ts'
import { shortEnough } from './portion.ts'
import { countWaiting, firstNumber, firstWaiting, settle } from './queue.ts'
import { signedCall } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** What came of one try to send what waits. */
export type Sent =
  | 'nothing-waits'
  | 'all-sent'
  /** some were judged, and others wait */
  | 'goes-on'
  /** the booth's laptop has all that waits; the server has not said its word */
  | 'at-laptop'
  | 'unreached'
  | 'revoked'
  /** the server does not take the next entry: a person must look at it */
  | 'stuck'

const mostEntries = 50
/** Sends the first entries that wait; those on which the server has its word leave the tablet. */
export async function sendWaiting(vault: Vault, characters: number): Promise<Sent> {
  const first = await firstNumber()
  if (first === undefined) return 'nothing-waits'
  const had = (await readBook(vault)).laptop?.upTo ?? 0
  const entries = shortEnough(await firstWaiting(vault, mostEntries, had), characters)
  try {
    const { verdicts, laptop } = await signedCall<Synced>(vault, {
      method: 'POST',
      path: `/api/v1/tablets/${vault.tabletId}/entries`,
      body: {
        tabletNow: now().toISOString(),
        waiting: (await countWaiting()) - entries.length,
        first,
        entries: entries.map(({ text, signature }) => ({ text, signature })),
      },
    })
    const isMoved = verdicts.length > 0 || (laptop?.upTo ?? 0) !== had
    const book = isMoved || laptop ? await settle(vault, verdicts, laptop) : await readBook(vault)
    if (book.waiting.length === 0) return 'all-sent'
    if (isAllAtLaptop(book)) return 'at-laptop'
    return isMoved ? 'goes-on' : 'stuck'
  } catch (failure) {
    const outcome = outcomeOf(failure)
    if (outcome === 'revoked') await hearOffice(vault).catch(() => undefined) // it is asked again
    // What a laptop has of a broken chain is not what it will have: it is told from the beginning.
    if (outcome === 'stuck' && had > 0) await settle(vault, [])
    return outcome
  }
}

function outcomeOf(failure: unknown): Sent {
  if (!(failure instanceof Problem)) throw failure
  if (failure.code === 'tablet-revoked') return 'revoked'
  if (failure.code === 'chain-broken') return 'stuck'
  return 'unreached'
}
