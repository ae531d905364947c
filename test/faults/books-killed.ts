import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Head, Import } from '../../server/imports/schema.ts'
import { WORK_IMPORTS } from '../../server/imports/lease.ts'
import { sealAudit, verifyAudit } from '../../server/platform/audit.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { createJobs, type Jobs } from '../../server/platform/jobs.ts'
import { createLog } from '../../server/platform/log.ts'
import { checkLedger } from '../../server/points/index.ts'
import { presets } from '../../server/programmes/presets.ts'
import type { Saved } from '../../server/programmes/schema.ts'
import type { Replay } from '../../server/replay/schema.ts'
import { REPLAY_JOB } from '../../server/replay/trial.ts'
import { send } from '../imports/shop.ts'
import { drawFile, mustAgree, mustBeTaken, mustCount, type HistoryFile } from './books-killed-file.ts'
import {
  closedMonths,
  mustBeOpen,
  openMonthsAgain,
  PARTS,
  whileClosingStandsAt,
} from './books-killed-months.ts'
import { archivedYears, fillPast, FIRST_YEAR, LAST_YEAR, startPoints } from './books-killed-past.ts'
import { untilNobodyWrites } from './ground/nobody-writes.ts'
import { done, openOffice, type Office } from './ground/office.ts'
import { median, worst, type Proof } from './ground/proof.ts'
import { seeded } from './ground/seeded.ts'
import { startServerProcess, type ServerProcess } from './ground/server-process.ts'

/** A kill comes so long after work was taken up, at most; where the server is slower than that to start, twice as long as it takes. */
const MOMENT_MS = 2_000
const LOOK_MS = 50
/** Of so many kills one falls while months are closed, at one of their parts after the other; then years are archived. */
const CLOSING_EACH = 3
const PATIENCE_MS = 180_000

interface Size {
  /** of each file */
  rows: number
  /** who bought for two decades */
  members: number
  kills: number
  /** of the kills, those after which nobody helps: the work is taken up again by itself */
  waited: number
}

/**
 * The server is killed with `kill -9` while it imports history, tries rules and closes months, and whoever archives a
 * year with it. What was under way goes on or begins anew: each row of a file is taken once, the file of its errors
 * is exact, a trial finds what an undisturbed one finds or says that it failed and can be asked for again, months and years
 * are closed as a whole or not at all, and the ledger adds up after each kill.
 */
export const booksKilled: Proof<Size> = {
  name: 'books-killed',
  small: { rows: 3_000, members: 300, kills: 3, waited: 0 },
  full: { rows: 20_000, members: 4_000, kills: 60, waited: 3 },
  async run(ground, size, seed) {
    const database = await ground.createDatabase()
    const server = await startServerProcess({ databaseUrl: database.url })
    const db = openDatabase({ url: database.url, size: 2 })
    const jobs = createJobs({ databaseUrl: database.url, log: createLog('silent'), doesThem: false })
    const books: Books = { server, db, jobs, databaseUrl: database.url, random: seeded(seed), ...size }
    try {
      const office = await openOffice(server.address, 'spend-levels')
      await jobs.start([])
      const figures = await killAgainAndAgain(books, office, await bench(books, office))
      await sealAudit(db, new Date())
      assert.equal((await verifyAudit(db)).intact, true, 'the audit chain holds')
      await startPoints(database.url, 'check').done()
      office.administrator.close()
      return figures
    } finally {
      await jobs.stop()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

interface Books extends Size {
  server: ServerProcess
  db: Db
  jobs: Jobs
  databaseUrl: string
  random: () => number
}

interface Bench {
  counterId: string
  draft: Saved
  /** what the trial finds when nobody disturbs it */
  found: unknown
}

/** Two decades of purchases, and a draft of other rules for them. */
async function bench({ db, members }: Books, { ask, programmeId, administrator }: Office): Promise<Bench> {
  const counter = { name: 'Shirts', joins: true, ratePerMille: 1000 }
  const { id: counterId } = await ask<{ id: string }>('/counters', counter)
  const { till } = await ask<{ till: { id: string } }>('/tills', { name: 'Till' })
  await fillPast(db, { programmeId, counterId, tillId: till.id, members })
  const { earn, ...rest } = presets['spend-levels']
  const rules = { ...rest, earn: { ...earn, unitFen: 500, caps: { perDay: 60, perMonth: null } } }
  const draft = await ask<Saved>(`/programmes/${programmeId}/draft`, { base: null, rules, startsAt: null })
  const trialId = await beginTrial({ ask, programmeId }, draft)
  const trial = async () => done(await administrator.get<Replay>(`/replays/${trialId}`))
  await until(async () => (await trial()).state === 'done')
  return { counterId, draft, found: salesOf(await trial()) }
}

/** Over the last years, in which no import sells. */
const beginTrial = async ({ ask, programmeId }: Pick<Office, 'ask' | 'programmeId'>, draft: Saved) =>
  (
    await ask<{ id: string }>(`/programmes/${programmeId}/replays`, {
      number: draft.number,
      revision: draft.revision,
      from: `${LAST_YEAR - 1}-01-01`,
      until: `${LAST_YEAR}-12-31`,
    })
  ).id

/** Apart from members whom imports have brought meanwhile. */
const salesOf = ({ result }: Replay): unknown =>
  result && [
    result.recorded,
    ...[result.today, result.draft].map(({ total, months, levels }) => [total, months, levels]),
    result.up,
    result.down,
  ]

async function killAgainAndAgain(books: Books, office: Office, { counterId, draft, found }: Bench) {
  const { server, db, random, kills, waited, databaseUrl } = books
  const history = takeHistory(books, office, counterId)
  const trials = tryRules(office, draft, found)
  const readyMs: number[] = []
  const ownSeconds: number[] = []
  const closings = Math.ceil(kills / CLOSING_EACH)
  const killedWhile: Record<string, number> = {}
  for (let kill = 0; kill < kills; kill += 1) {
    const isWaited = kill >= kills - waited
    let [at, trial] = [await history.goOn(), await trials.goOn()]
    // Every other one meets both at work, and so do those after which nobody helps.
    if (isWaited || kill % 2 === 1)
      await until(async () => {
        ;[at, trial] = [await history.goOn(), await trials.goOn()]
        return (await standing(db, at, trial)).isAtWork
      })
    const momentMs = Math.max(MOMENT_MS, 2 * median(readyMs))
    const isClosing = kill < closings
    if (isClosing) await killWhileClosing(books, PARTS[kill % PARTS.length] ?? PARTS[0])
    else {
      const year = FIRST_YEAR + (await archivedYears(db))
      const archiving = startPoints(databaseUrl, 'archive', '--year', String(year))
      await Promise.all([
        sleep(isWaited ? 0 : random() * momentMs).then(() => server.kill()),
        sleep(random() * 2 * momentMs).then(() => archiving.kill()),
      ])
    }
    await untilNobodyWrites(db)
    if (isClosing) await mustBeOpen(db)
    const before = await standing(db, at, trial)
    killedWhile[before.words] = (killedWhile[before.words] ?? 0) + 1
    await mustAgree(db, at)
    await mustAddUp(db)
    if (!isWaited) await letTimePass(db)
    readyMs.push(await server.start())
    if (!isWaited) await takeUp(books, trial)
    else ownSeconds.push(await goesOnByItself(db, at, trial))
  }
  await closeMonths(books)
  await until(async () => (await closedMonths(db)) > 0)
  await history.finish()
  await trials.finish()
  await mustAddUp(db)
  return {
    kills,
    ...history.figures(),
    ...trials.figures(),
    ...killedWhile,
    'killed while months are closed': closings,
    yearsArchived: await archivedYears(db),
    lost: 0,
    doubled: 0,
    half: 0,
    readyAgainMsMedian: median(readyMs),
    readyAgainMsWorst: worst(readyMs),
    ...(ownSeconds.length > 0 ? { goesOnByItselfSecondsWorst: worst(ownSeconds) } : {}),
  }
}

async function mustAddUp(db: Db): Promise<void> {
  await closedMonths(db)
  const { isBalanced, wrongMembers, wrongMonths } = await checkLedger(db)
  assert.deepEqual(
    { isBalanced, wrongMembers, wrongMonths },
    { isBalanced: true, wrongMembers: [], wrongMonths: [] },
  )
}

/** Brings one file after another. */
function takeHistory({ db, rows, random }: Books, { administrator, ask }: Office, counterId: string) {
  let open: { importId: string; file: HistoryFile } | undefined
  let last: HistoryFile | undefined
  let [files, taken, refused] = [0, 0, 0]
  const read = async (importId: string): Promise<Import> =>
    done(await administrator.get<Import>(`/imports/${importId}`))

  async function bring(): Promise<{ importId: string; file: HistoryFile }> {
    files += 1
    const file = drawFile({ number: files, rows }, random, last)
    const bytes = Buffer.from(file.text)
    const importId = await send(administrator, { kind: 'purchases', fileName: `${files}.csv`, bytes })
    await ask(`/imports/${importId}/received`)
    const { guess } = done(await administrator.get<Head>(`/imports/${importId}/head`))
    await ask(`/imports/${importId}/check`, { ...guess, counterId, purchasePoints: 'by-rules' })
    return { importId, file }
  }

  /** @returns the import that is under way */
  async function goOn(): Promise<string> {
    open ??= await bring()
    const one = await read(open.importId)
    assert.equal(one.trouble, null)
    if (one.state === 'checked') {
      mustCount(one, open.file)
      await ask(`/imports/${open.importId}/start`, { aloneReason: 'a shop of one' })
    }
    if (one.state !== 'finished') return open.importId
    await mustBeWhole(one, open.file)
    last = open.file
    open = undefined
    return goOn()
  }

  async function mustBeWhole(one: Import, file: HistoryFile): Promise<void> {
    mustCount(one, file)
    await mustBeTaken(db, one, file)
    const errors = await administrator.get<Buffer>(`/imports/${one.id}/faults.csv?language=en`)
    assert.equal(errors.body.toString(), file.errors, 'the file of errors')
    taken += file.sound.size
    refused += file.doubles + file.wrong
  }

  return {
    goOn,
    async finish() {
      await until(async () => {
        if (open && (await read(open.importId)).state === 'checked') await goOn()
        return !open || (await read(open.importId)).state === 'finished'
      })
      if (open) await mustBeWhole(await read(open.importId), open.file)
    },
    figures: () => ({ filesImported: files, rowsTaken: taken, rowsRefused: refused }),
  }
}

/** Tries the draft again and again. */
function tryRules(office: Office, draft: Saved, found: unknown) {
  let open: string | undefined
  const ended: Record<string, number> = { done: 0, failed: 0 }
  const read = async (id: string) => done(await office.administrator.get<Replay>(`/replays/${id}`))

  /** @returns whether the one that was open has ended */
  async function isOver(id: string): Promise<boolean> {
    const trial = await read(id)
    if (trial.state === 'waiting' || trial.state === 'running') return false
    ended[trial.state] = (ended[trial.state] ?? 0) + 1
    if (trial.state === 'done') assert.deepEqual(salesOf(trial), found, 'what a trial finds')
    else assert.deepEqual([trial.state, trial.result], ['failed', null])
    open = undefined
    return true
  }
  async function goOn(): Promise<string> {
    if (open !== undefined) await isOver(open)
    open ??= await beginTrial(office, draft)
    return open
  }
  return {
    goOn,
    /** One that nobody disturbs any more comes to its end. */
    async finish() {
      const before = ended['done'] ?? 0
      await until(async () => {
        await goOn()
        return (ended['done'] ?? 0) > before
      })
    },
    figures: () => ({ trialsDone: ended['done'] ?? 0, trialsFailed: ended['failed'] ?? 0 }),
  }
}

/** The job of each hour may have closed them meanwhile. */
async function killWhileClosing(books: Books, part: (typeof PARTS)[number]): Promise<void> {
  await openMonthsAgain(books.db)
  await whileClosingStandsAt(books.db, part, {
    begin: () => closeMonths(books),
    untilSo: until,
    kill: () => books.server.kill(),
  })
}

const closeMonths = ({ db, jobs }: Books): Promise<void> =>
  db.transaction().execute((tx) => jobs.enqueue(tx, 'points-months', {}))

/** Half a minute goes by in which nothing is heard of the server that died. */
async function letTimePass(db: Db): Promise<void> {
  await sql`UPDATE imports SET worker_until = now() WHERE worker_until > now()`.execute(db)
  await sql`UPDATE replays SET heard_at = heard_at - interval '31 seconds' WHERE ended_at IS NULL`.execute(db)
}

/** What happens by itself each minute. */
const takeUp = ({ db, jobs }: Books, replayId: string): Promise<void> =>
  db.transaction().execute(async (tx) => {
    await jobs.enqueue(tx, WORK_IMPORTS, {})
    await jobs.enqueue(tx, REPLAY_JOB, { replayId })
  })

interface Standing {
  words: string
  isAtWork: boolean
  /** changes when somebody works at the import, or it has ended */
  import: string
  /** the same of the trial */
  trial: string
}

async function standing(db: Db, importId: string, replayId: string): Promise<Standing> {
  const { rows } = await sql<{ state: string; worker: string | null; trial: string; attempt: number }>`
    SELECT i.state, i.worker, r.state AS trial, r.attempt FROM imports i, replays r
     WHERE i.id = ${importId} AND r.id = ${replayId}`.execute(db)
  const [row] = rows
  assert(row, 'nothing that was asked for is lost')
  return {
    words: `killed while import ${row.state}, trial ${row.trial}`,
    isAtWork: row.worker !== null && /^(checking|running)$/.test(row.state) && row.trial === 'running',
    import: `${row.state} ${row.worker ?? ''}`,
    trial: `${row.trial} ${row.attempt}`,
  }
}

/** @returns seconds until whatever was under way is worked at again */
async function goesOnByItself(db: Db, importId: string, replayId: string): Promise<number> {
  const before = await standing(db, importId, replayId)
  const startedAt = performance.now()
  const isOpen = {
    import: /^(checking|running)/.test(before.import),
    trial: /^(waiting|running)/.test(before.trial),
  }
  await until(async () => {
    const now = await standing(db, importId, replayId)
    return (!isOpen.import || now.import !== before.import) && (!isOpen.trial || now.trial !== before.trial)
  })
  return (performance.now() - startedAt) / 1_000
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const endsAt = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    assert.ok(performance.now() < endsAt, 'it goes on within three minutes')
    await sleep(LOOK_MS)
  }
}
