import { findBooth } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Actor } from '../platform/actor.ts'
import { audit } from '../platform/audit.ts'
import { newId } from '../platform/ids.ts'
import type { Platform } from '../platform/platform.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { inTransaction } from '../platform/transaction.ts'
import { readEntry } from './entry.ts'
import { openExported } from './export-key.ts'
import { holdUnjudged } from './held.ts'
import type { Forwarded, Forwarding, SealedText } from './laptop-schema.ts'
import { findTablet, lockTablet, noteSeen, type TabletRow } from './queries.ts'
import type { SignedText } from './schema.ts'
import { takeEntries } from './sync.ts'

interface Needs {
  platform: Platform
  keys: KeyService
}

type ForwardRefusal = 'tablet-unknown' | 'chain-broken'

/**
 * Takes what a laptop has gathered of one tablet, as if the tablet itself handed it in: the same texts with the same
 * signatures get the same verdicts, whichever way they come first. Of a tablet that is revoked they wait for the office, like
 * a queue that it saved as a file. Refuses with `tablet-unknown`, `chain-broken`.
 */
export async function takeForwarded(
  needs: Needs,
  actor: Extract<Actor, { kind: 'laptop' }>,
  { tabletId, tabletNow, waiting, entries }: Forwarding,
): Promise<Result<Forwarded, ForwardRefusal>> {
  const { platform, keys } = needs
  const tablet = await findTablet(platform.db, tabletId)
  const booth = tablet && (await findBooth(platform.db, tablet.booth_id))
  if (!tablet || booth?.drive_id !== actor.driveId) return refuse('tablet-unknown')
  const { opened, unreadable } = openAll(keys, tabletId, entries)
  if (!tablet.revoked_at) {
    const taken = await takeEntries(needs, tabletId, { tabletNow, waiting, entries: opened })
    if (taken.ok) return accept({ ...taken.value, isHeld: false, unreadable })
    if (taken.reason === 'chain-broken') return refuse('chain-broken', taken.details)
  }
  await hold(needs, { actor, tablet, tabletNow, opened })
  return accept({ verdicts: [], expected: tablet.last_number + 1, isHeld: true, unreadable })
}

function openAll(keys: KeyService, tabletId: string, entries: readonly SealedText[]) {
  const opened: SignedText[] = []
  const unreadable: number[] = []
  for (const [place, { ephemeralKey, signature, ...sealed }] of entries.entries()) {
    const text = openExported(keys, { tabletId, ephemeralKey })?.(sealed)
    if (text === undefined) unreadable.push(place)
    else opened.push({ text, signature })
  }
  return { opened, unreadable }
}

interface Holding {
  actor: Actor
  tablet: TabletRow
  tabletNow: string
  opened: readonly SignedText[]
}

async function hold({ platform, keys }: Needs, { actor, tablet, tabletNow, opened }: Holding): Promise<void> {
  const now = platform.clock.now()
  await inTransaction(platform.db, async (tx) => {
    await lockTablet(tx, tablet.id)
    await noteSeen(tx, tablet.id, {
      seen_at: now,
      clock_offset_ms: BigInt(new Date(tabletNow).getTime() - now.getTime()),
    })
    const work = { tx, now, id: newId(), actor }
    const held = await holdUnjudged(
      work,
      keys,
      tablet.id,
      opened.map((one) => readEntry(tablet, one)),
    )
    if (held > 0)
      await audit(work, { action: 'tablet.queue-taken', subject: `tablet:${tablet.id}`, details: { held } })
  })
  platform.events.poke()
}
