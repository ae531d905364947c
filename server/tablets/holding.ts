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

/** Keeps texts that are not judged by themselves, each once, sealed. @returns how many are new */
export async function holdTexts(
  tx: Tx,
  { keys, tabletId, because, now }: Holding,
  entries: readonly ReadEntry[],
): Promise<number> {
  let held = 0
  for (const { text, signature, hash, isGenuine, number, entry } of entries) {
    const id = derivedId(tabletId, `held/${hash}`)
    const row = await tx
      .insertInto('tablet_held')
      .values({
        id,
        tablet_id: tabletId,
        number: number !== undefined && number > 0 && number <= 2_000_000_000 ? number : null,
        kind: entry?.kind ?? null,
        because,
        text_hash: hash,
        sealed_text: keys.sealForSystem(text, heldContext(id)),
        signature,
        is_signed: isGenuine,
        held_at: now,
        settled_at: null,
        settled_by: null,
        settled_as: null,
      })
      .onConflict((conflict) => conflict.columns(['tablet_id', 'text_hash']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row) held += 1
  }
  return held
}
