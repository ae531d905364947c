import { sql } from 'kysely'
import { raiseMany } from '../levels/index.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/database.ts'
import { derivedId } from '../platform/ids.ts'
import { inTransaction } from '../platform/transaction.ts'
import type { Work } from '../platform/work.ts'
import type { Rules } from '../programmes/index.ts'
import type { History } from './judging.ts'
import { hold, tell, type Claimed, type Needs } from './lease.ts'
import type { ImportRow } from './queries.ts'

const MEMBERS_AT_ONCE = 2_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

interface Rising {
  needs: Needs
  claimed: Claimed
  row: ImportRow
  history: History
}

/** After the rows: members whose history reaches a level get it, by the rules in force. Goes on where it was stopped. */
export async function raiseLevels(rising: Rising): Promise<void> {
  const { needs, row } = rising
  let after: string | null = row.levels_after ?? FIRST_ID
  while (after !== null) {
    const from: string = after
    after = await inTransaction(needs.db, (tx) => raiseSome(tx, rising, from))
    needs.events.poke()
  }
  // What the database believes of its tables is older than so many new rows, and the next questions would be planned by it.
  await sql`ANALYZE members, purchases, points_accounts, points_lots, imported_rows, imported_members, customer_keys`.execute(
    needs.db,
  )
}

/** @returns the last member that it looked at; null when that was the last of all, and the import is finished */
async function raiseSome(
  tx: Tx,
  { needs, claimed, row, history }: Rising,
  after: string,
): Promise<string | null> {
  const { clock } = needs
  await hold(tx, clock, claimed, row.state)
  const memberIds = await candidates(tx, { row, leastFen: leastSpend(history.now.rules), after })
  const work = (part: string): Work => ({
    tx,
    now: clock.now(),
    id: derivedId(row.id, part),
    actor: { kind: 'staff', staffId: row.started_by, roles: [] },
  })
  await raiseMany(work('levels'), history.now.rules, { memberIds, reference: `import:${row.id}` })
  const last = memberIds.at(-1)
  if (last !== undefined) {
    await sql`UPDATE imports SET levels_after = ${last}, changed_at = ${clock.now()} WHERE id = ${row.id}`.execute(
      tx,
    )
    return last
  }
  await sql`
    UPDATE imports SET previous_state = state, state = 'finished', rows_total = rows_done, worker = NULL,
                       worker_until = NULL, changed_at = ${clock.now()}
     WHERE id = ${row.id}`.execute(tx)
  await audit(work('finish'), { action: 'import.finished', subject: `import:${row.id}` })
  await tell(tx, clock, row.id)
  return null
}

/** What one must have spent for any level that is reached by buying; undefined where there is none. */
function leastSpend({ levels }: Rules): number | undefined {
  const asked = levels.flatMap(({ ways }) =>
    ways.flatMap((way) => (way.kind === 'spend' || way.kind === 'single-purchase' ? [way.fen] : [])),
  )
  return asked.length === 0 ? undefined : Math.min(...asked)
}

/** Members of this import who have spent enough for some level, ever; whether they have it is `raiseMany`'s to say. */
async function candidates(
  tx: Tx,
  { row, leastFen, after }: { row: ImportRow; leastFen: number | undefined; after: string },
): Promise<string[]> {
  if (row.kind !== 'purchases' || leastFen === undefined) return []
  const { rows } = await sql<{ member_id: string }>`
    SELECT member_id FROM purchases p
     WHERE member_id > ${after}
       AND EXISTS (SELECT FROM purchases i WHERE i.member_id = p.member_id AND i.import_id = ${row.id})
     GROUP BY member_id HAVING sum(paid_fen) >= ${leastFen}
     ORDER BY member_id LIMIT ${MEMBERS_AT_ONCE}`.execute(tx)
  return rows.map(({ member_id: memberId }) => memberId)
}
