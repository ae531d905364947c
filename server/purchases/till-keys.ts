import type { Db } from '../platform/database.ts'
import { together } from '../platform/together.ts'
import { tokenHash } from '../staff/index.ts'
import { findTillsByKeys } from './till-queries.ts'

/** So long a key that opened is taken without another look; whoever revokes a till waits as long before it is said. */
export const KEY_TAKEN_MS = 500

/**
 * Finds the till that a key belongs to. Requests of one moment share the look at the database, and a till that sells
 * again at once needs none.
 * @returns undefined for a key that was made up or revoked
 */
export function openTillKeys(db: Db): (key: string) => Promise<string | undefined> {
  const find = together({ lanes: 1, most: 200 }, (hashes: readonly Uint8Array[]) =>
    findTillsByKeys(db, hashes),
  )
  const taken = new Map<string, { tillId: string; until: number }>()
  return async (key) => {
    const hash = tokenHash(key)
    const name = Buffer.from(hash).toString('base64')
    const askedAt = performance.now()
    const known = taken.get(name)
    if (known && askedAt < known.until) return known.tillId
    const tillId = await find(hash)
    if (tillId === undefined) taken.delete(name)
    else taken.set(name, { tillId, until: askedAt + KEY_TAKEN_MS })
    return tillId
  }
}
