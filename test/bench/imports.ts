import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Head, Import } from '../../server/imports/schema.ts'
import { openDatabase, type Db } from '../../server/platform/database.ts'
import { done, openOffice, type Office } from '../faults/ground/office.ts'
import type { Ground } from '../faults/ground/proof.ts'
import { startServerProcess } from '../faults/ground/server-process.ts'
import { send } from '../imports/shop.ts'
import { madeHistory } from './cdnow.ts'
import { hold, type ContestResult, type Measured } from './contest.ts'

export interface ImportsSize {
  rounds: number
  /** 1 is 69,659 purchases of 23,570 customers */
  share: number
  /** the real CDNOW file, where there is one; each round has its customers anew */
  file?: string | undefined
}

const LOOK_MS = 100

/**
 * A file of history through a server process, from the start of its writing to its end (levels too; upload and check are
 * measured beside), against a bare COPY of the same purchases into a table without an index, a constraint or a member.
 */
export async function benchImports(
  ground: Ground,
  { rounds, share, file }: ImportsSize,
): Promise<ContestResult> {
  const database = await ground.createDatabase()
  const server = await startServerProcess({ databaseUrl: database.url })
  const db = openDatabase({ url: database.url, size: 2 })
  const office = await openOffice(server.address)
  const { id: counterId } = await office.ask<{ id: string }>('/counters', {
    name: 'Music',
    joins: true,
    ratePerMille: 1000,
  })
  const lines = file === undefined ? linesOf(share) : await realLines(file)
  let round = 0
  let importId = ''
  try {
    return await hold(
      {
        name: 'Import of history',
        figure: 'perSecond',
        ours: {
          name: 'imported',
          async round() {
            round += 1
            const text = lines.map((line) => `${round}-${line}`).join('\n')
            const measured = await importOne({ office, db, counterId }, text)
            importId = measured.importId
            return measured.figures
          },
        },
        peers: [{ name: 'bare COPY', round: () => copyOf(db, { importId, rows: lines.length }) }],
      },
      rounds,
    )
  } finally {
    office.administrator.close()
    await server.stop()
    await db.destroy()
    await database.drop()
  }
}

const linesOf = (share: number): string[] =>
  madeHistory(share).map(
    ({ customer, day, items, fen }) =>
      `${customer} ${day.replaceAll('-', '')} ${items} ${(fen / 100).toFixed(2)}`,
  )

const realLines = async (file: string): Promise<string[]> =>
  (await readFile(file, 'utf8'))
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => /^\d/.test(line))

interface Bench {
  office: Office
  db: Db
  counterId: string
}

async function importOne(
  { office: { administrator, ask }, counterId }: Bench,
  text: string,
): Promise<{ importId: string; figures: Measured }> {
  const begunAt = performance.now()
  const bytes = Buffer.from(text)
  const importId = await send(administrator, { kind: 'purchases', fileName: 'history.txt', bytes })
  await ask(`/imports/${importId}/received`)
  const uploadedAt = performance.now()
  const { guess } = done(await administrator.get<Head>(`/imports/${importId}/head`))
  await ask(`/imports/${importId}/check`, {
    ...guess,
    counterId,
    fenPerUnit: 720,
    purchasePoints: 'by-rules',
  })
  const until = async (state: Import['state']): Promise<Import> => {
    for (;;) {
      const one = done(await administrator.get<Import>(`/imports/${importId}`))
      if (one.state === state) return one
      if (one.trouble) throw new Error(one.trouble.en)
      await sleep(LOOK_MS)
    }
  }
  await until('checked')
  const checkedAt = performance.now()
  await ask(`/imports/${importId}/start`, { aloneReason: 'Nobody else is there while it is measured.' })
  const { rowsGood } = await until('finished')
  const seconds = (performance.now() - checkedAt) / 1_000
  return {
    importId,
    figures: {
      perSecond: Math.round(rowsGood / seconds),
      writeSeconds: tenths(seconds),
      checkSeconds: tenths((checkedAt - uploadedAt) / 1_000),
      uploadSeconds: tenths((uploadedAt - begunAt) / 1_000),
    },
  }
}

/** The import's own purchases, out of a file of the database's machine and into a bare table. */
async function copyOf(db: Db, { importId, rows }: { importId: string; rows: number }): Promise<Measured> {
  const { rows: found } = await sql<{ folder: string }>`SHOW data_directory`.execute(db)
  const path = `${Object.values(found[0] ?? {})[0] ?? ''}/bench-copy.txt`
  await sql`CREATE TABLE IF NOT EXISTS bare_purchases AS SELECT * FROM purchases WITH NO DATA`.execute(db)
  await sql.raw(`COPY (SELECT * FROM purchases WHERE import_id = '${importId}') TO '${path}'`).execute(db)
  const startedAt = performance.now()
  await sql.raw(`COPY bare_purchases FROM '${path}'`).execute(db)
  const seconds = (performance.now() - startedAt) / 1_000
  return { perSecond: Math.round(rows / seconds), writeSeconds: tenths(seconds) }
}

const tenths = (value: number): number => Math.round(value * 10) / 10
