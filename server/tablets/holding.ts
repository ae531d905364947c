import type { KeyService } from '../keys/index.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import type { ReadEntry } from './entry.ts'
import type { HeldBecause } from './schema.ts'

export const heldContext = (id: string): string => `tablet-held:${id}`

interface Holding {
  keys: KeyService
  tabletId: string
  because: HeldBecause
  now: Date
}

/**
 * Keeps texts that are not judged by themselves, each once, sealed. A copy whose signature was wrong gives way to one that the
 * tablet signed, whatever was said of it. @returns how many are new
 */
export async function holdTexts(
  tx: Tx,
  { keys, tabletId, because, now }: Holding,
  entries: readonly ReadEntry[],
): Promise<number> {
  let held = 0
  for (const { text, signature, hash, isGenuine, number, entry } of entries) {
    const id = derivedId(tabletId, `held/${hash}`)
    const fresh = {
      because,
      sealed_text: keys.sealForSystem(text, heldContext(id)),
      signature,
      is_signed: isGenuine,
      held_at: now,
      settled_at: null,
      settled_by: null,
      settled_as: null,
    }
    const row = await tx
      .insertInto('tablet_held')
      .values({
        id,
        tablet_id: tabletId,
        number: number ?? null,
        kind: entry?.kind ?? null,
        text_hash: hash,
        ...fresh,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['tablet_id', 'text_hash'])
          .doUpdateSet(fresh)
          .where('tablet_held.is_signed', '=', false)
          .where('excluded.is_signed', '=', true),
      )
      .returning('id')
      .executeTakeFirst()
    if (row) held += 1
  }
  return held
}
