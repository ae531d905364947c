import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { up as divideIntoLots } from '../../server/migrations/0026-points-lots.ts'
import { up as divideIntoYears } from '../../server/migrations/0043-points-years.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { balanceOf, checkLedger, historyOf, voidPoints } from '../../server/points/index.ts'
import { createTestDatabase } from '../support/database.ts'
import { addMembers, inWork, NOW } from './ledger-members.ts'

/** The tables of points as they were before lots and years. */
const asBefore = `
  DROP TABLE points_lot_openings, points_openings, points_archives, points_transfer_lots, points_lots, points_transfers;
  DROP FUNCTION add_points_year, detach_points_year;
  DROP SCHEMA points_archive;
  ALTER TABLE points_accounts DROP COLUMN last_entry;
  CREATE TABLE points_transfers (
    member_id    uuid NOT NULL REFERENCES members (id),
    id           uuid NOT NULL,
    from_account text NOT NULL CONSTRAINT points_transfers_from_account_check CHECK (from_account <> ''),
    to_account   text NOT NULL CONSTRAINT points_transfers_to_account_check CHECK (to_account <> ''),
    points       bigint NOT NULL,
    reason       text NOT NULL CONSTRAINT points_transfers_reason_check CHECK (reason <> ''),
    reference    text NOT NULL,
    happened_at  timestamptz NOT NULL,
    recorded_at  timestamptz NOT NULL,
    PRIMARY KEY (member_id, id)
  );
  CREATE TRIGGER points_transfers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON points_transfers
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
  ALTER TABLE points_corrections ADD CONSTRAINT points_corrections_member_id_corrects_fkey
    FOREIGN KEY (member_id, corrects) REFERENCES points_transfers (member_id, id);
  CREATE INDEX points_transfers_newest ON points_transfers (member_id, recorded_at DESC, id DESC)`

test('what members had before there were lots is theirs as before, and their open holds can be voided', async () => {
  await using database = await createTestDatabase()
  const db = openDatabase({ url: database.url, size: 2 })
  const [rich = '', debtor = ''] = await addMembers(db, 2)
  await sql.raw(asBefore).execute(db)
  const account = (memberId: string, name: string, points: number) =>
    sql`INSERT INTO points_accounts (member_id, account, points) VALUES (${memberId}, ${name}, ${points})`.execute(
      db,
    )
  let seconds = 0
  const transfer = (memberId: string, [from, to, points, reason]: [string, string, number, string]) => {
    seconds += 1
    return sql`
      INSERT INTO points_transfers
        (member_id, id, from_account, to_account, points, reason, reference, happened_at, recorded_at)
      VALUES (${memberId}, ${randomUUID()}, ${from}, ${to}, ${points}, ${reason}, 'test:1', ${NOW},
              ${new Date(NOW.getTime() + seconds * 1_000)})`.execute(db)
  }
  await account(rich, 'spendable', 70)
  await account(rich, 'held', 30)
  await transfer(rich, ['issued', 'spendable', 80, 'purchase'])
  await transfer(rich, ['issued', 'spendable', 70, 'purchase'])
  await transfer(rich, ['spendable', 'held', 50, 'hold'])
  await transfer(rich, ['held', 'spent', 20, 'settle'])
  await transfer(rich, ['spendable', 'taken-back', 30, 'return'])
  await account(debtor, 'owed', -5)
  await transfer(debtor, ['owed', 'taken-back', 5, 'return'])

  for (const up of [divideIntoLots, divideIntoYears])
    await db.transaction().execute((tx) => up(tx as unknown as Kysely<unknown>))
  expect(await checkLedger(db)).toMatchObject({ isBalanced: true, wrongMembers: [], outstanding: 95 })
  expect(await balanceOf(db, rich)).toEqual({ spendable: 70, held: 30, owed: 0 })
  const { entries } = await historyOf(db, rich, { limit: 10 })
  expect(entries.map(({ number, spendableAfter }) => [number, spendableAfter])).toEqual([
    [5, 70],
    [4, 100],
    [3, 100],
    [2, 150],
    [1, 80],
  ])
  await inWork(db, (work) =>
    voidPoints(work, { memberId: rich, points: 30n, reference: 'test:1', part: 'void', reason: 'void' }),
  )
  expect(await balanceOf(db, rich)).toEqual({ spendable: 100, held: 0, owed: 0 })
  expect((await checkLedger(db)).isBalanced).toBe(true)
  await expect(db.updateTable('points_transfers').set({ points: 2n }).execute()).rejects.toThrow(
    'append-only',
  )
  await db.destroy()
})
