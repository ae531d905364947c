import { createHash } from 'node:crypto'
import { boothDesk } from '../drives/index.ts'
import type { KeyService } from '../keys/index.ts'
import type { Db } from '../platform/database.ts'
import { findProgramme } from '../programmes/index.ts'
import { exportKey } from './export-key.ts'
import { cardsLyingAt, type TabletRow } from './queries.ts'
import type { Provision } from './schema.ts'

const HEAD_LENGTH = 8

/** What a tablet of a booth takes along. */
export async function provision(
  db: Db,
  keys: KeyService,
  { tablet, now }: { tablet: TabletRow; now: Date },
): Promise<Provision> {
  const desk = await boothDesk(db, tablet.booth_id)
  const programme = await findProgramme(db, desk.programmeId)
  const { programmeId: _, placeId, ...shown } = desk
  return {
    serverTime: now.toISOString(),
    ...shown,
    programmeName: programme?.name ?? '',
    cards: cardHeads(await cardsLyingAt(db, placeId)),
    cardSignatureKeys: keys.cardPublicKeys().map(({ generation, publicKey }) => ({
      generation,
      publicKey: Buffer.from(publicKey).toString('base64url'),
    })),
    exportKey: exportKey(keys, tablet.id),
    entries: { next: tablet.last_number + 1, previous: tablet.last_hash },
  }
}

/** Heads of the hashes, sorted, so that a tablet finds one by halves. */
export function cardHeads(cardNumbers: readonly string[]): string {
  const heads = cardNumbers.map((number) =>
    createHash('sha256').update(number).digest().subarray(0, HEAD_LENGTH),
  )
  return Buffer.concat(heads.toSorted((a, b) => Buffer.compare(a, b))).toString('base64')
}
