import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { BrowserContext, Page } from 'playwright-core'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { isInBloom, type Bloom } from '../../server/tablets/bloom.ts'
import { buildPhoneFilter } from '../../server/tablets/phone-filter.ts'
import { buildPages, drawLineTo, newDisk, openTablet, type Line } from '../booth-offline/ground.ts'
import { beginShift, enrol, pair, unlock, waitingCount } from '../booth-offline/hands.ts'
import { openBooth, type Booth } from './ground/booth.ts'
import { done } from './ground/office.ts'
import { median, type Proof } from './ground/proof.ts'
import { startServerProcess } from './ground/server-process.ts'

const LOADING_MS = 600_000
const MB = 2 ** 20
const STRANGERS = 200_000

/**
 * What a tablet bears: three days' enrolments with drawn signatures lie in it while there is no network, beside the phones of all
 * members; the page still opens, enrols one more by hand, and everything is sent once the line is back.
 */
export const boothsFullTablet: Proof<{ entries: number; members: number }> = {
  name: 'booths-full-tablet',
  small: { entries: 30, members: 2_000 },
  full: { entries: 2_000, members: 1_000_000 },
  async run(ground, { entries, members }) {
    const database = await ground.createDatabase()
    const db = openDatabase({ url: database.url, size: 2 })
    const server = await startServerProcess({ databaseUrl: database.url })
    using pages = buildPages()
    const cards = entries + 1
    const booth = await openBooth({ address: server.address, db }, { cards, pieces: cards })
    const line = await drawLineTo(server.address, { pages: pages.folder })
    const disk = newDisk()
    let context: BrowserContext | undefined
    try {
      const filter = await fillFilter(db, members)
      context = await openTablet(disk)
      context.setDefaultTimeout(LOADING_MS)
      const page = context.pages()[0] ?? (await context.newPage())
      const taken = await setUp(page, { booth, line })
      line.set('cut')
      const written = await fill(page, booth, entries)
      const opened = await openAnew(page)
      const [lastCard] = booth.cardNumbers.slice(-1)
      const pressedAt = performance.now()
      await enrol(page, { phone: '13999999999', name: 'Guest', card: lastCard ?? '' })
      const byHandMs = Math.round(performance.now() - pressedAt)
      const sent = await send(page, { line, db, entries: cards })
      return { entries, members, ...filter, ...taken, ...written, ...opened, byHandMs, ...sent }
    } finally {
      await context?.close()
      rmSync(disk, { recursive: true, force: true })
      await line[Symbol.asyncDispose]()
      booth.close()
      await server.stop()
      await db.destroy()
      await database.drop()
    }
  },
}

/** Members of whom nothing is known but the mark of a phone: their filter is built as the server's own job builds it. */
async function fillFilter(db: Db, members: number) {
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL session_replication_role = replica`.execute(tx)
    await sql`
      INSERT INTO member_identities (member_id, wrapped_key, sealed_name, sealed_phone, phone_index, phone_mark, updated_at)
      SELECT gen_random_uuid(), '', '', '', decode(md5(n::text), 'hex'), substr(sha256(n::text::bytea), 1, 8), now()
        FROM generate_series(1, ${sql.lit(members)}) n`.execute(tx)
  })
  await sql`VACUUM (ANALYZE) member_identities`.execute(db)
  const [before, startedAt, cpu] = [process.memoryUsage().rss, performance.now(), process.cpuUsage()]
  let most = before
  const watching = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
  await buildPhoneFilter(db, new Date())
  clearInterval(watching)
  const used = process.cpuUsage(cpu)
  const row = await db
    .selectFrom('phone_filters')
    .select(['bits', 'hashes', 'filter'])
    .executeTakeFirstOrThrow()
  return {
    filterBuiltMs: Math.round(performance.now() - startedAt),
    filterBuildCpuMs: Math.round((used.user + used.system) / 1_000),
    filterBuildMemoryMb: Math.round((most - before) / MB),
    filterBytes: row.filter.length,
    filterGzippedBytes: gzipSync(JSON.stringify(Buffer.from(row.filter).toString('base64'))).length,
    ...(await mistakes(db, row, members)),
  }
}

async function mistakes(db: Db, bloom: Bloom, members: number) {
  const { rows } = await sql<{ mark: Buffer; isMember: boolean }>`
    SELECT substr(sha256(n::text::bytea), 1, 8) AS mark, n <= ${sql.lit(members)} AS "isMember"
      FROM generate_series(${sql.lit(Math.max(1, members - STRANGERS))}, ${sql.lit(members + STRANGERS)}) n`.execute(
    db,
  )
  const found = rows.filter(({ mark }) => isInBloom(bloom, mark))
  const known = rows.filter(({ isMember }) => isMember).length
  assert.equal(found.filter(({ isMember }) => isMember).length, known, 'no member is missed')
  const share = (found.length - known) / STRANGERS
  assert.ok(share < 0.013, `of strangers ${share} are taken for known`)
  return { filterMistakenPercent: Math.round(share * 10_000) / 100 }
}

/** Paired, with the shift open and all that a tablet takes along. */
async function setUp(page: Page, { booth, line }: { booth: Booth; line: Line }) {
  const bytes = { provision: 0, 'phone-filter': 0 }
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  const asked = new Map<string, keyof typeof bytes>()
  devtools.on('Network.responseReceived', ({ requestId, response }) => {
    const name = (['provision', 'phone-filter'] as const).find((one) => response.url.endsWith(`/${one}`))
    if (name) asked.set(requestId, name)
  })
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = asked.get(requestId)
    if (name) bytes[name] = encodedDataLength
  })
  const { code } = done(
    await booth.administrator.post<{ code: string }>(`/booths/${booth.boothId}/tablet-codes`),
  )
  await pair(page, { url: line.url, code })
  await unlock(page)
  await beginShift(page)
  await page.locator('.person').waitFor()
  await page.evaluate(() => navigator.serviceWorker.ready)
  while (bytes['phone-filter'] === 0 || (await waitingCount(page)) > 0) await page.waitForTimeout(100)
  return { provisionBytesOnLine: bytes.provision, filterBytesOnLine: bytes['phone-filter'] }
}

interface Written {
  times: number[]
  signatureBytes: number
}

/** By the page's own opened tablet, whose `write` is what the last press of an enrolment calls; typed by nobody. */
async function fill(page: Page, { cardNumbers, gift }: Booth, entries: number) {
  const people = cardNumbers.slice(0, entries).map((cardNumber, index) => ({
    cardNumber,
    name: `Guest ${index}`,
    phone: `138${String(index).padStart(8, '0')}`,
  }))
  const { times, signatureBytes } = await page.evaluate(fillInPage, { people, giftId: gift.id })
  const part = Math.min(100, Math.ceil(times.length / 3))
  return {
    signatureBytes,
    keepFirstMs: median(times.slice(0, part)),
    keepLastMs: median(times.slice(-part)),
    keepWorstMs: Math.round(Math.max(...times)),
  }
}

interface Filling {
  people: { cardNumber: string; name: string; phone: string }[]
  giftId: string
}

async function fillInPage({ people, giftId }: Filling): Promise<Written> {
  interface Fiber {
    return: Fiber | null
    memoizedProps: { tablet?: PageTablet } | null
  }
  interface PageTablet {
    write: (entry: object) => Promise<number>
    view: () => { book: { promoterId: string } }
  }
  const element = document.querySelector('.tablet-strip') ?? document.body
  const name = Object.keys(element).find((key) => key.startsWith('__reactFiber')) ?? ''
  let fiber = (element as unknown as Record<string, Fiber | null>)[name]
  while (fiber && !fiber.memoizedProps?.tablet) fiber = fiber.return
  const tablet = fiber?.memoizedProps?.tablet
  if (!tablet) throw new Error('the page has no tablet')
  const paper = document.createElement('canvas')
  paper.width = 760
  paper.height = 192
  const pen = paper.getContext('2d')
  const times: number[] = []
  let signatureBytes = 0
  for (const [index, { cardNumber, name, phone }] of people.entries()) {
    pen?.clearRect(0, 0, paper.width, paper.height)
    pen?.beginPath()
    for (let x = 40; x < 700; x += 6)
      pen?.lineTo(x, 96 + 60 * Math.sin(x / (9 + (index % 13))) * Math.cos(x / 70))
    pen?.stroke()
    const signature = paper.toDataURL('image/png')
    signatureBytes = signature.length
    const body = {
      name,
      phone,
      sourceCode: 'radio',
      consentVersion: '2026-1',
      signature,
      card: { kind: 'typed', cardNumber },
      giftId,
    }
    const startedAt = performance.now()
    await tablet.write({
      promoterId: tablet.view().book.promoterId,
      kind: 'enrolment',
      cardNumber,
      body,
    })
    times.push(performance.now() - startedAt)
  }
  return { times, signatureBytes }
}

/** As after a battery was changed: the page from the tablet itself, the PIN, the form. */
async function openAnew(page: Page) {
  const startedAt = performance.now()
  await page.reload()
  await page.locator('.number-pad').waitFor()
  const lockedMs = performance.now() - startedAt
  const typedAt = performance.now()
  await unlock(page)
  await page.locator('.person').waitFor()
  const unlockedMs = performance.now() - typedAt
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const stored = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0)
  return {
    openedMs: Math.round(lockedMs),
    unlockedMs: Math.round(unlockedMs),
    heapMb: Math.round(usedSize / MB),
    storedMb: Math.round(stored / MB),
  }
}

async function send(page: Page, { line, db, entries }: { line: Line; db: Db; entries: number }) {
  assert.equal(await waitingCount(page), entries, 'everything waits')
  const [startedAt, syncs] = [performance.now(), line.syncs()]
  line.set('up')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  while ((await waitingCount(page)) > 0) {
    assert.ok(performance.now() - startedAt < LOADING_MS, 'everything is sent in ten minutes')
    await page.waitForTimeout(200)
  }
  const seconds = (performance.now() - startedAt) / 1_000
  const { rows } = await sql<{ accepted: number; enrolled: number; members: number }>`
    SELECT (SELECT count(*)::int FROM tablet_entries WHERE kind = 'enrolment' AND verdict = 'accepted') AS accepted,
           (SELECT count(*)::int FROM enrolments WHERE outcome = 'new-member') AS enrolled,
           (SELECT count(*)::int FROM cards WHERE state = 'active') AS members`.execute(db)
  assert.deepEqual(rows[0], { accepted: entries, enrolled: entries, members: entries }, 'everybody once')
  return { sentSeconds: Math.round(seconds), requests: line.syncs() - syncs }
}
