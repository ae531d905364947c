import { join } from 'node:path'
import { sql } from 'kysely'
import { build } from 'rolldown'
import { migrate } from '../../server/migrations/index.ts'
import { openDatabase, type Db, type Tx } from '../../server/platform/database.ts'
import { newId } from '../../server/platform/ids.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Rules } from '../../server/programmes/schema.ts'
import { EVERYBODY, readMembers, readPurchases } from '../../server/replay/history-queries.ts'
import type { Task } from '../../server/replay/run.ts'
import type * as Thread from '../../server/replay/thread.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { madeHistory, readHistory, type PastPurchase } from './cdnow.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

export interface ReplaySize {
  rounds: number
  share: number
  /** the real CDNOW file, where there is one */
  file?: string | undefined
}

/** As many members in memory at once as a replay has. */
const MEMBERS_AT_ONCE = 1_000

const today = presets['spend-levels']
/** Everything that costs time: merit, reviews, caps, days, categories, expiry. */
const draft: Rules = {
  ...today,
  review: { months: 6, graceDays: 30, downgrade: 'by-balance' },
  levels: today.levels.map((level, index) => ({
    ...level,
    keep:
      index === 0
        ? null
        : { spendFen: 5_000 * index, purchases: index, activeMonths: 1, maxComplaints: null },
  })),
  pendingDays: 7,
  expiry: { kind: 'rolling', months: 6 },
  earn: {
    ...today.earn,
    days: [
      { nameZh: '会员日', nameEn: 'Members’ day', when: { kind: 'weekday', weekday: 5 }, perMille: 2_000 },
    ],
    caps: { perDay: 100, perMonth: 400 },
  },
}

/**
 * A history of CDNOW's shape gone through under two sets of rules, against a bare pass that reads the same rows in the
 * same way and only sums what was paid.
 */
export async function benchReplay(
  ground: Ground,
  { rounds, share, file }: ReplaySize,
): Promise<ContestResult> {
  const { startThread } = await buildThread()
  const database = await ground.createDatabase()
  const db = openDatabase({ url: database.url, size: 1 })
  try {
    await migrate(db)
    const history = file === undefined ? madeHistory(share) : await readHistory(file)
    const task = await fill(db, history)
    return await hold(
      {
        name: `Replay of ${history.length} purchases${file === undefined ? '' : ', CDNOW’s own'}`,
        figure: 'perSecond',
        ours: {
          name: 'two sets of rules',
          round: () =>
            timed(history.length, async () => {
              const found = await startThread({ databaseUrl: database.url, task }, () => {}).found
              return BigInt(found?.result.draft.total.salesFen ?? 0)
            }),
        },
        peers: [
          {
            name: 'a pass that only sums',
            round: () => timed(history.length, () => readOnly(db, (tx) => onlySum(tx, task))),
          },
        ],
      },
      rounds,
    )
  } finally {
    await db.destroy()
    await database.drop()
  }
}

/** Builds the thread as the server is built: what runs straight from the source pays for its names. */
async function buildThread(): Promise<typeof Thread> {
  const root = join(import.meta.dirname, '../..')
  const dir = join(root, 'test/output/bench-replay')
  await build({
    input: {
      'parts/thread': join(root, 'server/replay/thread.ts'),
      'replay-worker': join(root, 'server/replay/worker.ts'),
    },
    platform: 'node',
    external: [/^[^./]/],
    output: { dir, cleanDir: true, format: 'esm', chunkFileNames: 'parts/[name]-[hash].js' },
  })
  return (await import(join(dir, 'parts/thread.js'))) as typeof Thread
}

async function timed(purchases: number, work: () => Promise<bigint>): Promise<Measured> {
  const begun = performance.now()
  const paidFen = await work()
  const ms = performance.now() - begun
  if (paidFen <= 0n) throw new Error('nothing was read')
  return { perSecond: Math.round((purchases * 1_000) / ms), ms: Math.round(ms) }
}

const readOnly = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work)

async function onlySum(tx: Tx, { programmeId, period }: Task): Promise<bigint> {
  let paidFen = 0n
  for (let { after, last: end } = EVERYBODY; ;) {
    const members = await readMembers(tx, { programmeId, span: { after, last: end }, limit: MEMBERS_AT_ONCE })
    const last = members.at(-1)
    if (!last) return paidFen
    after = last.id
    const ids = members.map(({ id }) => id)
    for (const row of await readPurchases(tx, ids, period)) paidFen += row.paidFen
  }
}

/** Members and purchases by SQL, as an import writes them, without the checks of what refers to what. */
async function fill(db: Db, history: readonly PastPurchase[]): Promise<Task> {
  const [programmeId, counterId, tillId] = [newId(), newId(), newId()]
  const start = new Date('1996-12-31T16:00:00Z')
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    await tx
      .insertInto('programmes')
      .values({ id: programmeId, number: 7, name: 'Bench', preset: 'spend-levels', created_at: start })
      .execute()
    await tx
      .insertInto('counters')
      .values({ id: counterId, name: 'Music', joins: true, rate_per_mille: 1000, created_at: start })
      .execute()
    await sql`
      INSERT INTO members (id, programme_id, level, joined_at)
      SELECT md5('member' || n)::uuid, ${programmeId}, 'member', ${start}
        FROM unnest(${[...new Set(history.map(({ customer }) => customer))]}::int[]) n`.execute(tx)
    await sql`
      INSERT INTO purchases (member_id, id, card_number, counter_id, till_id, receipt_number, pay_fen, paid_fen, points,
                             points_words, programme_version, lines, level, sold_at, recorded_at)
      SELECT md5('member' || customer)::uuid, md5('purchase' || n)::uuid, '9156070000000000', ${counterId}, ${tillId},
             n::text, fen, fen, 0, '{"zh":"","en":""}', 1,
             jsonb_build_array(jsonb_build_object('description', 'CDs', 'unitPriceFen', fen, 'quantity', 1,
               'isSpecialPrice', false, 'tagFen', fen, 'payFen', fen, 'steps', '[]'::jsonb)),
             'member', (day::text || 'T12:00:00+08:00')::timestamptz, now()
        FROM unnest(${history.map(({ customer }) => customer)}::int[], ${history.map(({ fen }) => fen)}::bigint[],
                    ${history.map(({ day }) => day)}::date[]) WITH ORDINALITY AS p (customer, fen, day, n)`.execute(
      tx,
    )
  })
  await sql`ANALYZE members, purchases`.execute(db)
  const period = { from: start, until: new Date('1998-06-30T16:00:00Z') }
  const always = (rules: Rules) => [{ startsAt: start, rules }]
  return { programmeId, period, today: always(today), draft: always(draft) }
}
