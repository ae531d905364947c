import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { createFileDrawer } from '../../server/printing/file-drawer.ts'
import { claimFile, keepPiece } from '../../server/printing/file-drawing.ts'
import { expireFiles } from '../../server/printing/file-taking.ts'
import type { PrintJob, PrintJobs } from '../../server/printing/schema.ts'
import { asSystem } from '../../server/printing/system-work.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { cardFile, downloadFile, drawFiles, orderFile } from '../support/card-file.ts'
import { addProgramme, numbersOf, orderBatch, signIn, type Person } from '../support/cards.ts'
import { refusal } from '../support/desk.ts'
import { startTestServer, type TestServer } from '../support/server.ts'
import { pageCount } from '../support/pdf.ts'

let server: TestServer
let operator: Person
let programmeId: string

beforeAll(async () => {
  server = await startTestServer()
  operator = await signIn(server, ['card-operator', 'programme-manager'])
  programmeId = await addProgramme(operator)
})
afterAll(() => server.stop())

const newBatch = (quantity: number) => orderBatch(operator, { programmeId, quantity })
const post = <T = object>(path: string, body: object = {}) => operator.client.post<T>(path, body)
const ordered = async (batchId: string): Promise<string> =>
  (await orderFile(operator.client, { batchId })).body.id

async function jobOf(jobId: string): Promise<PrintJob> {
  const { body } = await operator.client.get<Static<typeof PrintJobs>>('/print-jobs')
  const job = body.jobs.find(({ id }) => id === jobId)
  if (!job) throw new Error('there is no such job')
  return job
}

const piecesOf = (jobId: string) =>
  server.db.selectFrom('print_file_pieces').select(['number', 'sealed']).where('job_id', '=', jobId).execute()

test('a number goes into one file only; the same file may be taken again while it is kept, and each time is written down', async () => {
  const batch = await newBatch(3)
  const answer = await cardFile(server, operator.client, { batchId: batch.id, from: 1, to: 2 })
  expect([answer.status, answer.headers['content-type'], answer.headers['cache-control']]).toEqual([
    200,
    'application/pdf',
    'no-store',
  ])
  expect(answer.headers['content-disposition']).toBe(`attachment; filename=${batch.code}-1-2.pdf`)
  expect(Number(answer.headers['content-length'])).toBe(answer.body.length)
  expect(pageCount(answer.body)).toBe(4)

  const rest = await orderFile(operator.client, { batchId: batch.id })
  expect(rest.body.cards).toBe(1)
  expect(refusal(await orderFile(operator.client, { batchId: batch.id }))).toEqual([409, 'nothing-to-print'])
  await post(`/print-jobs/${rest.body.id}/cancel`)

  const [job] = (await operator.client.get<Static<typeof PrintJobs>>(`/print-jobs?batchId=${batch.id}`)).body
    .jobs
  expect(job).toMatchObject({ kind: 'file', state: 'ready', cards: 2, out: 2, file: { downloads: 1 } })
  const again = await downloadFile(operator.client, job?.id ?? '')
  expect(again.body.equals(answer.body)).toBe(true)
  const written = await server.db
    .selectFrom('audit_entries')
    .select('action')
    .where('subject', '=', `print-job:${job?.id}`)
    .where('action', '=', 'print-file.taken')
    .execute()
  expect(written).toHaveLength(2)
  const { body: life } = await operator.client.get<{ prints: object[] }>(`/batches/${batch.id}/life`)
  expect(life.prints).toMatchObject([{ firstPosition: 1, lastPosition: 2 }])
})

test('what was printed on a printer, or waits to be, goes into no file', async () => {
  const batch = await newBatch(2)
  const administrator = await signIn(server, ['administrator'])
  const printer = { name: 'P', address: 'ipp://printer.example/ipp/print', kind: 'card' }
  await administrator.client.post('/printers', printer)
  await post('/print-jobs', { kind: 'card', batchId: batch.id, from: 1, to: 1 })
  expect((await orderFile(operator.client, { batchId: batch.id })).body.cards).toBe(1)
})

test('a reprint into a file lets the old number die first', async () => {
  const batch = await newBatch(1)
  await cardFile(server, operator.client, { batchId: batch.id })
  const [cardNumber = ''] = await numbersOf(operator, batch.id)
  const reprint = { kind: 'file', cardNumber, reason: 'scratched' }
  const answer = await post<{ id: string; replacement: string }>('/print-jobs/reprints', reprint)
  expect(answer.status).toBe(200)
  await drawFiles(server)
  expect(pageCount((await downloadFile(operator.client, answer.body.id)).body)).toBe(2)
  expect(answer.body.replacement).not.toBe(cardNumber)
})

test('a number that dies before its file is drawn is not in it', async () => {
  const batch = await newBatch(2)
  const jobId = await ordered(batch.id)
  const [cardNumber = ''] = await numbersOf(operator, batch.id)
  await post(`/cards/${cardNumber}/spoil`, { reason: 'torn' })
  await drawFiles(server)
  expect(await jobOf(jobId)).toMatchObject({ state: 'ready', cards: 1 })
  expect(pageCount((await downloadFile(operator.client, jobId)).body)).toBe(2)
})

test('a paused file is not drawn, a cancelled one never, and the numbers of that are free again', async () => {
  const batch = await newBatch(2)
  const jobId = await ordered(batch.id)
  await post(`/print-jobs/${jobId}/pause`)
  await drawFiles(server)
  expect(await jobOf(jobId)).toMatchObject({ state: 'paused', reported: 0 })
  expect(refusal(await downloadFile(operator.client, jobId))).toEqual([409, 'print-file-not-kept'])
  await post(`/print-jobs/${jobId}/resume`)
  await post(`/print-jobs/${jobId}/cancel`)
  await drawFiles(server)
  expect(await jobOf(jobId)).toMatchObject({ state: 'cancelled' })
  expect((await orderFile(operator.client, { batchId: batch.id })).body.cards).toBe(2)
})

test('a file is paused while it is drawn, goes on where it was, and shows its rate', async () => {
  const batch = await newBatch(250)
  const jobId = await ordered(batch.id)
  const second = await holdSecondPiece()
  const drawing = drawFiles(server)
  await untilJob(jobId, ({ reported, cardsPerHour }) => reported > 0 && cardsPerHour !== null)
  const { reported } = await jobOf(jobId)
  await post(`/print-jobs/${jobId}/pause`)
  await second.release()
  await untilJob(jobId, (job) => job.reported > reported)
  const held = await jobOf(jobId)
  await pause(300)
  expect(await jobOf(jobId)).toEqual(held)
  expect(held).toMatchObject({ state: 'paused', cardsPerHour: null })
  await post(`/print-jobs/${jobId}/resume`)
  await drawing
  expect(await jobOf(jobId)).toMatchObject({ state: 'ready', reported: 250, cards: 250 })
  expect(pageCount((await downloadFile(operator.client, jobId)).body)).toBe(500)
})

/** A file's second piece is kept only when it is released: drawing cannot be over before it is paused. */
async function holdSecondPiece() {
  await sql`
    CREATE FUNCTION wait_for_release() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock_shared(250); RETURN NEW; END'`.execute(server.db)
  await sql`
    CREATE TRIGGER held BEFORE INSERT ON print_file_pieces FOR EACH ROW
      WHEN (NEW.number = 2) EXECUTE FUNCTION wait_for_release()`.execute(server.db)
  const holder = await server.db.startTransaction().execute()
  await sql`SELECT pg_advisory_xact_lock(250)`.execute(holder)
  return { release: () => holder.rollback().execute() }
}

async function untilJob(jobId: string, is: (job: PrintJob) => boolean): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    if (is(await jobOf(jobId))) return
    await pause(10)
  }
  throw new Error(`the job stays ${JSON.stringify(await jobOf(jobId))}`)
}

test('a server that dies while it draws is followed by another, which begins anew; the first can add nothing more', async () => {
  const batch = await newBatch(2)
  const jobId = await ordered(batch.id)
  const dead = await asSystem(server.platform, (work) => claimFile(work, server.keys))
  if (!dead) throw new Error('a file waits')
  const piece = { bytes: Buffer.from('half'), cardsDone: 1, drawnMs: 1 }
  await inTransaction(server.db, (tx) => keepPiece(tx, dead, piece))
  await drawFiles(server)
  expect(await jobOf(jobId)).toMatchObject({ state: 'printing' })
  server.clock.pass({ seconds: 21 })
  await drawFiles(server)
  expect(await jobOf(jobId)).toMatchObject({ state: 'ready' })
  expect(await inTransaction(server.db, (tx) => keepPiece(tx, dead, piece))).toBe('lost')
  expect((await downloadFile(operator.client, jobId)).body.subarray(0, 5).toString()).toBe('%PDF-')
})

test('ten servers that draw at once make one file of each job', async () => {
  const jobs = [await ordered((await newBatch(2)).id), await ordered((await newBatch(2)).id)]
  await Promise.all(
    Array.from({ length: 10 }, () => createFileDrawer(server.platform, { keys: server.keys }).draw()),
  )
  for (const jobId of jobs) expect(pageCount((await downloadFile(operator.client, jobId)).body)).toBe(4)
})

test('a file is kept sealed for a week; one that nobody took leaves its numbers free', async () => {
  const [taken, left] = [await newBatch(1), await newBatch(1)]
  const [takenJob, leftJob] = [await ordered(taken.id), await ordered(left.id)]
  await drawFiles(server)
  expect((await downloadFile(operator.client, takenJob)).status).toBe(200)
  const pieces = await piecesOf(leftJob)
  expect(pieces.length).toBeGreaterThan(0)
  expect(Buffer.concat(pieces.map(({ sealed }) => sealed)).includes('%PDF')).toBe(false)
  server.clock.pass({ minutes: 7 * 24 * 60 - 1 })
  await expireFiles(server.platform)
  operator = await signIn(server, ['card-operator', 'programme-manager'])
  expect(await jobOf(leftJob)).toMatchObject({ state: 'ready' })
  server.clock.pass({ minutes: 1 })
  await expireFiles(server.platform)
  expect([(await jobOf(takenJob)).state, (await jobOf(leftJob)).state]).toEqual(['printed', 'cancelled'])
  expect([await piecesOf(takenJob), await piecesOf(leftJob)]).toEqual([[], []])
  expect(refusal(await downloadFile(operator.client, takenJob))).toEqual([409, 'print-file-not-kept'])
  expect(refusal(await orderFile(operator.client, { batchId: taken.id }))).toEqual([409, 'nothing-to-print'])
  expect((await orderFile(operator.client, { batchId: left.id })).body.cards).toBe(1)
})

test('a file is thrown away on demand: its numbers are free only if nobody took it', async () => {
  const [taken, left] = [await newBatch(1), await newBatch(1)]
  const [takenJob, leftJob] = [await ordered(taken.id), await ordered(left.id)]
  expect(refusal(await post(`/print-jobs/${takenJob}/discard`))).toEqual([409, 'print-file-not-kept'])
  await drawFiles(server)
  await downloadFile(operator.client, takenJob)
  expect((await post(`/print-jobs/${takenJob}/discard`)).body).toMatchObject({ freed: 0 })
  expect((await post(`/print-jobs/${leftJob}/discard`)).body).toMatchObject({ freed: 1 })
  expect(refusal(await post(`/print-jobs/${leftJob}/discard`))).toEqual([409, 'print-file-not-kept'])
})

test('only who prints may take a file', async () => {
  const jobId = await ordered((await newBatch(1)).id)
  await drawFiles(server)
  for (const role of ['programme-manager', 'promoter', 'auditor'] as const) {
    const person = await signIn(server, [role])
    expect((await downloadFile(person.client, jobId)).status).toBe(403)
  }
  expect((await downloadFile(server.client(), jobId)).status).toBe(401)
  expect((await jobOf(jobId)).file).toMatchObject({ downloads: 0 })
  expect(refusal(await downloadFile(operator.client, crypto.randomUUID()))).toEqual([
    404,
    'print-job-unknown',
  ])
})
