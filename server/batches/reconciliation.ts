import { sql } from 'kysely'
import { ZONE } from '../platform/clock.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { balancesOf, countCards } from './balance.ts'
import { findBatch } from './queries.ts'
import type { BlankBalance, CardCounts } from './schema.ts'
import type { Reconciliation, StepBalance } from './books-schema.ts'

/** Where every blank and card of a batch is, by step, by shift and by place. Refuses with `batch-unknown`. */
export async function reconcile(db: Db, batchId: string): Promise<Result<Reconciliation, 'batch-unknown'>> {
  const batch = await findBatch(db, batchId)
  const balance = (await balancesOf(db, [batchId])).get(batchId)
  const cards = (await countCards(db, [batchId])).get(batchId)
  if (!batch || !balance || !cards) return refuse('batch-unknown')
  const places = await byPlace(db, batchId)
  const steps = bySteps({
    balance,
    countedFinished: batch.counted_finished,
    cards,
    places,
    finishedThenSpoiled: await finishedThenSpoiled(db, batchId),
  })
  return accept({ steps, shifts: await byShift(db, batchId), places })
}

interface Figures {
  balance: BlankBalance
  /** loose and boxed, when the batch was closed */
  countedFinished: number | null
  cards: CardCounts
  places: Reconciliation['places']
  finishedThenSpoiled: { office: number; boxes: number; places: number }
}

/** Each row: arrived = went on + spoiled + returned + here; what went on arrives at the next. */
function bySteps({
  balance,
  countedFinished,
  cards,
  places,
  finishedThenSpoiled: spoiled,
}: Figures): StepBalance[] {
  const sumOf = (figure: 'arrived' | 'returned' | 'handedOver' | 'here') =>
    places.reduce((sum, place) => sum + place[figure], 0)
  const atPlaces = { arrived: sumOf('arrived') - sumOf('returned'), here: sumOf('here') }
  const way = { arrived: atPlaces.arrived + cards.onTheWay, here: cards.onTheWay }
  const finished = balance.issued + spoiled.office + spoiled.boxes + spoiled.places
  const fromOffice = finished - spoiled.office - cards.ready
  const boxes = { arrived: fromOffice, here: cards.boxed }
  return [
    {
      step: 'desk',
      arrived: balance.received,
      wentOn: finished,
      spoiled: balance.spoiled - spoiled.office - spoiled.boxes - spoiled.places,
      returned: balance.returned,
      here: balance.onHand,
      counted: balance.counted,
    },
    {
      step: 'office',
      arrived: finished,
      wentOn: fromOffice,
      spoiled: spoiled.office,
      returned: 0,
      here: cards.ready,
      counted: countedFinished === null ? null : countedFinished - cards.boxed,
    },
    { step: 'boxes', ...boxes, wentOn: way.arrived, spoiled: spoiled.boxes, returned: 0, counted: null },
    { step: 'way', ...way, wentOn: atPlaces.arrived, spoiled: 0, returned: 0, counted: null },
    {
      step: 'places',
      ...atPlaces,
      wentOn: sumOf('handedOver'),
      spoiled: spoiled.places,
      returned: 0,
      counted: null,
    },
  ]
}

async function finishedThenSpoiled(db: Db, batchId: string) {
  const result = await sql<{ office: bigint; boxes: bigint; places: bigint }>`
    SELECT count(*) FILTER (WHERE s.place_id IS NULL AND s.box_id IS NULL) AS office,
           count(*) FILTER (WHERE s.place_id IS NULL AND s.box_id IS NOT NULL) AS boxes,
           count(*) FILTER (WHERE s.place_id IS NOT NULL) AS places
      FROM blank_movements s
     WHERE s.batch_id = ${batchId} AND s.kind = 'spoiled'
       AND EXISTS (SELECT FROM blank_movements i WHERE i.card_number = s.card_number AND i.kind = 'issued')`.execute(
    db,
  )
  const row = result.rows[0]
  return {
    office: Number(row?.office ?? 0),
    boxes: Number(row?.boxes ?? 0),
    places: Number(row?.places ?? 0),
  }
}

async function byShift(db: Db, batchId: string): Promise<Reconciliation['shifts']> {
  const result = await sql<ShiftRow>`
    WITH moved AS (
      SELECT (recorded_at AT TIME ZONE ${ZONE})::date AS day, recorded_by,
             sum(quantity) FILTER (WHERE kind = 'received') AS received,
             sum(quantity) FILTER (WHERE kind = 'returned') AS returned,
             sum(quantity) FILTER (WHERE kind = 'issued') AS issued,
             sum(quantity) FILTER (WHERE kind = 'spoiled' AND NOT EXISTS (
               SELECT FROM blank_movements i WHERE i.card_number = m.card_number AND i.kind = 'issued')) AS spoiled,
             max(recorded_at) AS last_at
        FROM blank_movements m WHERE batch_id = ${batchId} GROUP BY 1, 2
    ), counted AS (
      SELECT DISTINCT ON (day, counted_by) day, 'staff:' || counted_by AS recorded_by, counted, counted_at
        FROM blank_counts WHERE batch_id = ${batchId} ORDER BY day, counted_by, counted_at DESC
    ), shifts AS (
      SELECT day, recorded_by, coalesce(received, 0) AS received, coalesce(returned, 0) AS returned,
             coalesce(issued, 0) AS issued, coalesce(spoiled, 0) AS spoiled, counted,
             coalesce(last_at, counted_at) AS last_at
        FROM moved FULL JOIN counted USING (day, recorded_by)
    )
    SELECT to_char(day, 'YYYY-MM-DD') AS day, coalesce(display_name, recorded_by) AS person, received, issued, spoiled, returned, counted,
           sum(received - issued - spoiled - returned) OVER (ORDER BY day, last_at, recorded_by) AS on_hand
      FROM shifts LEFT JOIN staff ON 'staff:' || staff.id = recorded_by
     ORDER BY day, last_at, recorded_by`.execute(db)
  return result.rows.map(({ day, person, counted, on_hand: onHand, ...sums }) => ({
    day,
    person,
    received: Number(sums.received),
    issued: Number(sums.issued),
    spoiled: Number(sums.spoiled),
    returned: Number(sums.returned),
    onHand: Number(onHand),
    counted,
  }))
}

interface ShiftRow {
  day: string
  person: string
  received: bigint
  issued: bigint
  spoiled: bigint
  returned: bigint
  on_hand: bigint
  counted: number | null
}

/** What came to each place by confirmed transfers, and what became of it. */
async function byPlace(db: Db, batchId: string): Promise<Reconciliation['places']> {
  const result = await sql<{
    placeId: string
    place: string
    arrived: bigint
    returned: bigint
    spoiled: bigint
    here: bigint
    handedOver: bigint
  }>`
    SELECT p.id AS "placeId", p.name AS place,
           coalesce((SELECT sum(quantity) FROM card_transfers t WHERE t.batch_id = ${batchId} AND t.to_place = p.id AND t.state = 'confirmed'), 0) AS arrived,
           coalesce((SELECT sum(quantity) FROM card_transfers t WHERE t.batch_id = ${batchId} AND t.from_place = p.id AND t.state <> 'recalled'), 0) AS returned,
           (SELECT count(*) FROM blank_movements m WHERE m.batch_id = ${batchId} AND m.place_id = p.id AND m.kind = 'spoiled') AS spoiled,
           (SELECT count(*) FROM cards c WHERE c.batch_id = ${batchId} AND c.place_id = p.id AND c.state = 'encoded') AS here,
           (SELECT count(*) FROM cards c WHERE c.batch_id = ${batchId} AND c.place_id = p.id AND c.member_id IS NOT NULL) AS "handedOver"
      FROM places p
     WHERE EXISTS (SELECT FROM card_transfers t WHERE t.batch_id = ${batchId} AND (t.to_place = p.id OR t.from_place = p.id) AND t.state <> 'recalled')
     ORDER BY p.name`.execute(db)
  return result.rows.map((row) => ({
    placeId: row.placeId,
    place: row.place,
    arrived: Number(row.arrived),
    handedOver: Number(row.handedOver),
    spoiled: Number(row.spoiled),
    returned: Number(row.returned),
    here: Number(row.here),
  }))
}
