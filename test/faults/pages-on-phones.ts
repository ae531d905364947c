import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { openOffice } from './ground/office.ts'
import { median, type Proof } from './ground/proof.ts'
import { startServerProcess } from './ground/server-process.ts'

/** The last that runs on Node 20; fetched when it is wanted, for it weighs 185 MB. */
const LIGHTHOUSE = 'lighthouse@12.8.2'
const LEAST_SCORE = 85
const LONGEST_MS = 300_000

const pages = { booth: '/booth/', start: '/', member: '/member/', tap: '/t', office: '/office/' }

/** The first screens as Lighthouse sees them on its slow phone (4 × slower processor, 1.6 Mbit/s, 150 ms). */
export const pagesOnPhones: Proof<{ runs: number }> = {
  name: 'pages-on-phones',
  small: { runs: 1 },
  full: { runs: 3 },
  async run(ground, { runs }) {
    const database = await ground.createDatabase()
    const server = await startServerProcess({ databaseUrl: database.url })
    const { administrator } = await openOffice(server.address)
    const folder = await mkdtemp(join(tmpdir(), 'cardwright-lighthouse-'))
    try {
      const figures: Record<string, number | string> = { lighthouse: LIGHTHOUSE }
      for (const [name, path] of Object.entries(pages)) {
        const seen: Seen[] = []
        for (let run = 0; run < runs; run += 1)
          seen.push(await look(`${server.address}${path}`, join(folder, 'report.json')))
        figures[`${name}Score`] = median(seen.map(({ score }) => score))
        figures[`${name}ContentMs`] = median(seen.map(({ contentMs }) => contentMs))
        figures[`${name}BlockedMs`] = median(seen.map(({ blockedMs }) => blockedMs))
      }
      for (const name of Object.keys(pages))
        assert.ok(Number(figures[`${name}Score`]) >= LEAST_SCORE, `${name}: ${JSON.stringify(figures)}`)
      return figures
    } finally {
      administrator.close()
      await rm(folder, { recursive: true })
      await server.stop()
      await database.drop()
    }
  },
}

interface Seen {
  /** of 100 */
  score: number
  /** largest contentful paint */
  contentMs: number
  /** total blocking time */
  blockedMs: number
}

async function look(url: string, report: string): Promise<Seen> {
  const options = ['--only-categories=performance', '--output=json', `--output-path=${report}`, '--quiet']
  const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu'
  await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options, flags], {
    env: { ...process.env, CHROME_PATH: '/usr/bin/chromium' },
    timeout: LONGEST_MS,
  })
  const { categories, audits, runtimeError } = JSON.parse(await readFile(report, 'utf8')) as {
    categories: { performance: { score: number } }
    audits: Record<string, { numericValue?: number }>
    runtimeError?: { message: string }
  }
  assert.equal(runtimeError, undefined)
  const valueOf = (audit: string) => Math.round(audits[audit]?.numericValue ?? NaN)
  return {
    score: Math.round(categories.performance.score * 100),
    contentMs: valueOf('largest-contentful-paint'),
    blockedMs: valueOf('total-blocking-time'),
  }
}
