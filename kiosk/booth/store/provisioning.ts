import { Problem } from '../../api/problem.ts'
import { now } from '../../ui/now.ts'
import { readBook } from './book.ts'
import type { PhoneFilter, Provision } from './contract.ts'
import { change } from './database.ts'
import { signedCall, signedRequest } from './signed-request.ts'
import type { Vault } from './vault.ts'

/** What the tablet took along, and which of its own entries the server had judged by then. */
export interface Kept extends Provision {
  upTo: number
  /** the tablet's clock less the server's, as it or a booth's laptop last told it */
  clockOffsetMs: number
}

/** What the server's clock says at a moment of the tablet's. */
export const serverTime = ({ clockOffsetMs }: Kept, at: Date): Date =>
  new Date(at.getTime() - (clockOffsetMs || 0))

/** Whether the drive has ended, the time for its last queue included. */
export const isDriveOver = (kept: Kept, at: Date): boolean =>
  kept.drive.endsAt !== null && serverTime(kept, at).getTime() > Date.parse(kept.drive.endsAt)

export const readProvision = async (vault: Vault): Promise<Kept | undefined> =>
  (await vault.read('provision')) as Kept | undefined

/** The filter with the mark by which the server tells whether it has a newer one. */
export interface KeptFilter {
  mark: string | null
  filter: PhoneFilter
}

export const readFilter = async (vault: Vault): Promise<KeptFilter | undefined> =>
  (await vault.read('filter')) as KeptFilter | undefined

/** Whether the drive was still on when the server was last heard of: then a clock that was set may be all that ended it. */
export const mayGoOn = ({ drive, serverTime: heardAt }: Kept): boolean =>
  drive.endsAt !== null && Date.parse(heardAt) < Date.parse(drive.endsAt)

/** Of a clock that somebody has set: it is as late as when the server was last heard of, until it is heard of again. */
export async function doubtClock(vault: Vault, kept: Kept): Promise<Kept> {
  const doubted = { ...kept, clockOffsetMs: now().getTime() - Date.parse(kept.serverTime) }
  await change([await vault.put('provision', doubted)])
  return doubted
}

/** Takes along what is new; throws a `Problem` where the server cannot be asked. */
export async function fetchProvision(vault: Vault): Promise<Kept> {
  const { judgedUpTo: upTo } = await readBook(vault)
  const path = `/api/v1/tablets/${vault.tabletId}/provision`
  const taken = await signedCall<Provision>(vault, { method: 'GET', path })
  // A booth's laptop may tell what the server said hours ago.
  const isOld = taken.headquarters !== undefined && taken.entries.next <= upTo
  const clockOffsetMs = now().getTime() - Date.parse(taken.serverTime)
  const kept = { ...taken, upTo: isOld ? taken.entries.next - 1 : upTo, clockOffsetMs }
  await change([await vault.put('provision', kept)])
  return kept
}

/** A million phones are 1.2 MB, which a bad line carries in minutes; nobody waits for them. */
const filterWithinMs = 900_000

/** A newer filter of known phones; undefined where the one that is kept is the newest, or none is built yet. */
export async function fetchFilter(
  vault: Vault,
  kept: KeptFilter | undefined,
): Promise<KeptFilter | undefined> {
  const path = `/api/v1/tablets/${vault.tabletId}/phone-filter`
  const headers = kept?.mark ? { 'if-none-match': kept.mark } : {}
  try {
    const response = await signedRequest(vault, { method: 'GET', path, headers, withinMs: filterWithinMs })
    const filter = { mark: response.headers.get('etag'), filter: (await response.json()) as PhoneFilter }
    await change([await vault.put('filter', filter)])
    return filter
  } catch (failure) {
    if (failure instanceof Problem && failure.isRefusal && failure.code !== 'tablet-revoked') return undefined
    if (failure instanceof Problem && failure.status === 304) return undefined
    throw failure
  }
}
