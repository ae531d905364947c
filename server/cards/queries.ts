import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import { chipCodes, provesItself } from './chip-schema.ts'
import type { CardState } from './schema.ts'

const PROVING_CHIPS = chipCodes.filter(provesItself)

/** A card with what its batch says of it. `level` is the level that the card was made for. */
export interface KnownCard {
  cardNumber: string
  batchId: string
  position: number
  state: CardState
  stateSince: Date
  nfcUid: string | null
  placeId: string | null
  boxId: string | null
  transferId: string | null
  memberId: string | null
  sharesBalance: boolean
  design: string
  /** of the design: the one that it was printed with */
  designVersion: number
  /** YYYY-MM-DD, the last day on which cards of its batch are good; null: for ever */
  expiresOn: string | null
  level: string
  /** its chip proves itself when it is tapped, so that a tap may spend */
  provesItself: boolean
  programmeId: string
  suspendedBecause: 'asked' | 'frozen' | null
  /** where and when one of our readers last saw it */
  seenAt: Date | null
  seenPlace: string | null
  /** of its chip's keys */
  keyVersion: number
  /** its batch's: of what was printed on it */
  printedKeyVersion: number
  /** the version that is being written, until the chip has proven it */
  rekeyingTo: number | null
}

const knownCards = (db: Db | Tx) =>
  db
    .selectFrom('cards')
    .innerJoin('batches', 'batches.id', 'cards.batch_id')
    .select([
      'card_number as cardNumber',
      'batch_id as batchId',
      'position',
      'cards.state as state',
      'state_since as stateSince',
      'nfc_uid as nfcUid',
      'place_id as placeId',
      'box_id as boxId',
      'transfer_id as transferId',
      'member_id as memberId',
      'shares_balance as sharesBalance',
      'design',
      'design_version as designVersion',
      'level',
      'programme_id as programmeId',
      'suspended_because as suspendedBecause',
      'seen_at as seenAt',
      'seen_place as seenPlace',
      'rekeying_to as rekeyingTo',
      sql<boolean>`batches.chip = ANY (${PROVING_CHIPS}::text[])`.as('provesItself'),
      sql<string | null>`batches.cards_expire_on`.as('expiresOn'),
      'batches.key_version as printedKeyVersion',
      sql<number>`coalesce(cards.key_version, batches.key_version)`.as('keyVersion'),
    ])

export const findCard = (db: Db | Tx, cardNumber: string): Promise<KnownCard | undefined> =>
  knownCards(db).where('card_number', '=', cardNumber).executeTakeFirst()

/** By number; those that there are not are left out. */
export async function findCards(
  db: Db | Tx,
  cardNumbers: readonly string[],
): Promise<Map<string, KnownCard>> {
  const rows = await knownCards(db)
    .where(sql<boolean>`card_number = ANY (${cardNumbers}::char(16)[])`)
    .execute()
  return new Map(rows.map((row) => [row.cardNumber, row]))
}

export const findCardByUid = (db: Db | Tx, nfcUid: string): Promise<KnownCard | undefined> =>
  knownCards(db).where('nfc_uid', '=', nfcUid).executeTakeFirst()

/** All cards that a member was ever given, latest first. */
export const cardsOf = (db: Db | Tx, memberId: string): Promise<KnownCard[]> =>
  knownCards(db)
    .where('member_id', '=', memberId)
    .orderBy('state_since', 'desc')
    .orderBy('card_number')
    .execute()

export interface CardsAtPlace {
  /** finished cards that lie there and nobody has yet */
  onHand: number
  byDesign: { design: string; level: string; onHand: number }[]
}

export async function cardsAt(db: Db | Tx, placeId: string): Promise<CardsAtPlace> {
  const rows = await db
    .selectFrom('cards')
    .innerJoin('batches', 'batches.id', 'cards.batch_id')
    .select(['design', 'level', (eb) => eb.fn.countAll<bigint>().as('count')])
    .where('place_id', '=', placeId)
    .where('cards.state', '=', 'encoded')
    .groupBy(['design', 'level'])
    .orderBy('design')
    .execute()
  const byDesign = rows.map(({ design, level, count }) => ({ design, level, onHand: Number(count) }))
  return { onHand: byDesign.reduce((sum, row) => sum + row.onHand, 0), byDesign }
}

/** The batch that a chip's address names, as far as the chip's messages and keys depend on it. */
export const findAddressedBatch = (db: Db | Tx, code: string) =>
  db
    .selectFrom('batches')
    .select(['id', 'code', 'chip', 'public_url as publicUrl', 'key_version as keyVersion'])
    .where('code', '=', code)
    .executeTakeFirst()

export type AddressedBatch = NonNullable<Awaited<ReturnType<typeof findAddressedBatch>>>

/** New numbers of a batch, in the order of `cardNumbers`, behind those that it has. */
export async function insertCards(
  tx: Tx,
  { batchId, cardNumbers, now }: { batchId: string; cardNumbers: readonly string[]; now: Date },
): Promise<void> {
  await sql`
    INSERT INTO cards (card_number, batch_id, position, state, previous_state, state_since)
    SELECT number, ${batchId}, place + (SELECT coalesce(max(position), 0) FROM cards WHERE batch_id = ${batchId}),
           'numbered', 'none', ${now}
      FROM unnest(${cardNumbers}::text[]) WITH ORDINALITY AS numbers (number, place)`.execute(tx)
}

/**
 * Takes the next numbers of a programme's sequence; nobody else ever gets them, whatever becomes of these.
 * @returns undefined when it has not so many left
 */
export async function takeSequence(
  tx: Tx,
  programmeId: string,
  count: number,
): Promise<{ programmeNumber: number; first: number } | undefined> {
  const result = await sql<{ number: number; first: bigint }>`
    UPDATE programmes SET next_sequence = next_sequence + ${count}
     WHERE id = ${programmeId} AND next_sequence + ${count} <= 1000000000
    RETURNING number, next_sequence - ${count} AS first`.execute(tx)
  const row = result.rows[0]
  return row && { programmeNumber: row.number, first: Number(row.first) }
}

/** The numbers that these chips carry or are being given, by UID. */
export async function numbersOfChips(db: Db | Tx, uids: readonly string[]): Promise<Map<string, string>> {
  if (uids.length === 0) return new Map()
  const rows = await db
    .selectFrom('cards')
    .select(['nfc_uid', 'card_number'])
    .where('nfc_uid', 'in', uids)
    .execute()
  return new Map(rows.flatMap((row) => (row.nfc_uid ? [[row.nfc_uid, row.card_number] as const] : [])))
}

/** Whether a box is still sealed; its cards go nowhere but together. */
export async function isSealed(tx: Tx, boxId: string): Promise<boolean> {
  const box = await tx.selectFrom('card_boxes').select('opened_at').where('id', '=', boxId).executeTakeFirst()
  const isAtPlace = await tx
    .selectFrom('cards')
    .select('card_number')
    .where('box_id', '=', boxId)
    .where('place_id', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  return box !== undefined && box.opened_at === null && isAtPlace === undefined
}
