import { createHash } from 'node:crypto'
import { boothDesk } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { findProgramme, rulesAt } from '../programmes/index.ts'
import { exportKey } from './export-key.ts'
import { cardsLyingAt, type TabletRow } from './queries.ts'
import type { Provision } from './schema.ts'

const HEAD_LENGTH = 8
const NO_LEVEL = 255

/** What a tablet of a booth takes along. */
export async function provision(
  db: Db,
  keys: KeyService,
  { tablet, now }: { tablet: TabletRow; now: Date },
): Promise<Provision> {
  const desk = await boothDesk(db, tablet.booth_id, now)
  const programme = await findProgramme(db, desk.programmeId)
  const { welcomePoints } = await rulesAt(db, desk.programmeId, now)
  const { programmeId: _, placeId, ...shown } = desk
  return {
    serverTime: now.toISOString(),
    ...shown,
    programmeName: programme?.name ?? '',
    welcomePoints,
    ...cardList(
      await cardsLyingAt(db, placeId),
      desk.levels.map(({ code }) => code),
    ),
    cardSignatureKeys: keys.cardPublicKeys().map(({ generation, publicKey }) => ({
      generation,
      publicKey: Buffer.from(publicKey).toString('base64url'),
    })),
    exportKey: exportKey(keys, tablet.id),
    entries: { next: tablet.last_number + 1, previous: tablet.last_hash },
  }
}

/**
 * Heads of the hashes, sorted, so that a tablet finds one by halves; beside them a byte for each: the place of the card's level
 * among `codes`, 255 for another.
 */
export function cardList(
  cards: readonly { cardNumber: string; level: string }[],
  codes: readonly string[],
): Pick<Provision, 'cards' | 'cardLevels'> {
  const sorted = cards
    .map(({ cardNumber, level }) => ({
      head: createHash('sha256').update(cardNumber).digest().subarray(0, HEAD_LENGTH),
      place: codes.indexOf(level),
    }))
    .toSorted((a, b) => Buffer.compare(a.head, b.head))
  return {
    cards: Buffer.concat(sorted.map(({ head }) => head)).toString('base64'),
    cardLevels: Buffer.from(sorted.map(({ place }) => (place < 0 ? NO_LEVEL : place))).toString('base64'),
  }
}
