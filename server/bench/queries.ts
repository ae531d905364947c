import type { Chip } from '../cards/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { OurCard } from './schema.ts'

/** A card with what only its own row and batch tell. */
export interface BookedCard extends OurCard {
  nfcUid: string | null
  sunCounter: number
  design: string
}

const booked = (db: Db | Tx) =>
  db
    .selectFrom('cards')
    .innerJoin('batches', 'batches.id', 'cards.batch_id')
    .select([
      'card_number as cardNumber',
      'position',
      'cards.state as state',
      'batch_id as batchId',
      'batches.code as batchCode',
      'nfc_uid as nfcUid',
      'sun_counter as sunCounter',
      'batches.design as design',
    ])

export const findByUid = (db: Db | Tx, uid: string): Promise<BookedCard | undefined> =>
  booked(db).where('nfc_uid', '=', uid).executeTakeFirst()

export const findByNumber = (db: Db | Tx, cardNumber: string): Promise<BookedCard | undefined> =>
  booked(db).where('card_number', '=', cardNumber).executeTakeFirst()

/** Batches that wait for blanks of these kinds, the oldest first. */
export const batchesWaitingFor = (
  db: Db | Tx,
  chips: readonly Chip[],
): Promise<{ batchId: string; batchCode: string }[]> =>
  db
    .selectFrom('batches')
    .select(['id as batchId', 'code as batchCode'])
    .where('chip', 'in', chips)
    .where('state', 'in', ['numbered', 'printed', 'encoding', 'verifying', 'boxed'])
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('cards')
          .select('card_number')
          .whereRef('cards.batch_id', '=', 'batches.id')
          .where('cards.state', '=', 'numbered'),
      ),
    )
    .orderBy('ordered_at')
    .limit(5)
    .execute()
