import { sql } from 'kysely'
import { seal, type KeyService } from '../keys/index.ts'
import { addMembers, identifyMembers } from '../members/index.ts'
import { derivedId } from '../platform/ids.ts'
import type { Tx } from '../platform/database.ts'
import type { Work } from '../platform/work.ts'
import { earnMany } from '../points/index.ts'
import { expiryOf, lotTerms } from '../programmes/index.ts'
import { judgePurchases, type JudgedPurchase, type History } from './judging.ts'
import type { Placed, Plan } from './planning.ts'

/** Somebody else wrote one of these members or rows meanwhile: the batch is looked up and written anew. */
export class Overtaken extends Error {}

interface Target {
  importId: string
  programmeId: string
  tillId: string | null
  purchasePoints: 'none' | 'by-rules'
  history: History
}

export interface Written {
  membersAdded: number
  pointsGiven: bigint
}

/** Writes what a plan says in a handful of statements, whatever the number of rows. Throws `Overtaken`. */
export async function writePlan(work: Work, keys: KeyService, target: Target, plan: Plan): Promise<Written> {
  const { tx } = work
  await addPeople(work, keys, target, plan)
  await claimRows(tx, target.importId, plan.placed)
  const purchases = plan.placed.flatMap(({ row, ...place }) =>
    row.kind === 'purchase' ? [{ ...place, row }] : [],
  )
  const pointsGiven =
    purchases.length > 0
      ? await writePurchases(work, target, purchases)
      : await giveOpenings(work, target, plan.placed)
  return { membersAdded: plan.newMembers.length, pointsGiven }
}

async function addPeople(work: Work, keys: KeyService, target: Target, plan: Plan): Promise<void> {
  const { tx } = work
  const { importId, programmeId, history } = target
  const lowest = history.now.rules.levels[0]?.code ?? ''
  const areAdded = await addMembers(
    work,
    keys,
    plan.newMembers.map(({ memberId, level, name, phone }) => ({
      id: memberId,
      programme_id: programmeId,
      level: level ?? lowest,
      joined_at: work.now,
      ...(phone === undefined ? {} : { identity: { name: name ?? '', phone } }),
    })),
  )
  if (!areAdded || !(await identifyMembers(work, keys, plan.newPhones))) throw new Overtaken()
  if (plan.newMembers.length > 0)
    await sql`
      INSERT INTO imported_members (member_id, import_id)
      SELECT id, ${importId}::uuid FROM unnest(${plan.newMembers.map(({ memberId }) => memberId)}::uuid[]) id`.execute(
      tx,
    )
  if (plan.newCustomers.length === 0) return
  const added = await tx
    .insertInto('customer_keys')
    .values(
      plan.newCustomers.map(({ keyIndex, memberId, name }) => ({
        key_index: keyIndex,
        member_id: memberId,
        import_id: importId,
        ...sealedName(keys, memberId, name),
        claimed_at: null,
        claimed_by: null,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('member_id')
    .execute()
  if (added.length < plan.newCustomers.length) throw new Overtaken()
}

export const nameContext = (memberId: string): string => `customer-name:${memberId}`

/** With a key of their own, as all that is known of a member. */
function sealedName(keys: KeyService, memberId: string, name: string | undefined) {
  if (name === undefined) return { wrapped_key: null, sealed_name: null }
  const { plain, wrapped } = keys.newMemberKey(memberId)
  return { wrapped_key: wrapped, sealed_name: seal(plain, Buffer.from(name), nameContext(memberId)) }
}

async function claimRows(tx: Tx, importId: string, placed: readonly Placed[]): Promise<void> {
  if (placed.length === 0) return
  const rows = placed.map(({ row: { line }, rowKey: row_key, memberId: member_id }) => ({
    row_key,
    import_id: importId,
    member_id,
    line,
  }))
  const claimed = await sql`
    INSERT INTO imported_rows (row_key, import_id, member_id, line)
    SELECT row_key, import_id, member_id, line FROM jsonb_populate_recordset(NULL::imported_rows, ${JSON.stringify(rows)}::jsonb)
        ON CONFLICT DO NOTHING`.execute(tx)
  if (claimed.numAffectedRows !== BigInt(rows.length)) throw new Overtaken()
}

async function writePurchases(
  work: Work,
  { importId, tillId, history, purchasePoints }: Target,
  placed: readonly (Placed & { row: { kind: 'purchase' } })[],
): Promise<bigint> {
  const judged = await judgePurchases(work.tx, history, {
    purchasePoints,
    purchases: placed.map((one) => ({ ...one, id: derivedId(importId, one.rowKey) })),
  })
  await insertPurchases(work, { importId, tillId }, judged)
  await earnMany(
    work,
    judged.map(({ id, memberId, points, soldAt, rules }) => ({
      memberId,
      points,
      reason: 'purchase' as const,
      reference: `purchase:${id}`,
      part: `purchase/${id}`,
      happenedAt: soldAt,
      ...lotTerms(rules, soldAt),
    })),
  )
  return judged.reduce((sum, { points }) => sum + points, 0n)
}

async function insertPurchases(
  { tx, now }: Work,
  { importId, tillId }: Pick<Target, 'importId' | 'tillId'>,
  judged: readonly JudgedPurchase[],
): Promise<void> {
  const rows = judged.map((purchase) => ({
    member_id: purchase.memberId,
    id: purchase.id,
    counter_id: purchase.counterId,
    receipt_number: purchase.receiptNumber,
    paid_fen: String(purchase.paidFen),
    points: String(purchase.points),
    points_words: purchase.words,
    programme_version: purchase.version,
    lines: purchase.lines,
    sold_at: purchase.soldAt,
  }))
  await sql`
    INSERT INTO purchases (member_id, id, card_number, import_id, counter_id, till_id, receipt_number, pay_fen, paid_fen,
                           points, points_words, programme_version, lines, level, sold_at, recorded_at)
    SELECT p.member_id, p.id, NULL, ${importId}::uuid, p.counter_id, ${tillId}::uuid, p.receipt_number, p.paid_fen, p.paid_fen,
           p.points, p.points_words, p.programme_version, p.lines,
           coalesce(
             (SELECT to_level FROM level_changes c
               WHERE c.member_id = p.member_id AND c.effective_at < p.sold_at ORDER BY position DESC LIMIT 1),
             (SELECT from_level FROM level_changes c WHERE c.member_id = p.member_id ORDER BY position LIMIT 1),
             m.level),
           p.sold_at, ${now}
      FROM jsonb_populate_recordset(NULL::purchases, ${JSON.stringify(rows)}::jsonb) p
      JOIN members m ON m.id = p.member_id`.execute(tx)
}

/** What members brought along can be spent at once, and expires as what comes today. */
async function giveOpenings(
  work: Work,
  { history, importId }: Target,
  placed: readonly Placed[],
): Promise<bigint> {
  const openings = placed.flatMap(({ row, memberId, rowKey }) =>
    row.kind === 'member' && row.points > 0n ? [{ memberId, points: row.points, rowKey }] : [],
  )
  const expiresAt = expiryOf(history.now.rules, work.now)
  await earnMany(
    work,
    openings.map(({ memberId, points, rowKey }) => ({
      memberId,
      points,
      reason: 'opening' as const,
      reference: `import:${importId}`,
      part: `opening/${rowKey}`,
      happenedAt: work.now,
      expiresAt,
    })),
  )
  return openings.reduce((sum, { points }) => sum + points, 0n)
}
