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
/** The office is looked at as the desk that it stands on. */
const LEAST_SCORE = { phone: 85, desk: 95 }
/** Lighthouse's own measure of the processor: a busy machine seems slower than the phone that is meant. */
const LEAST_SPEED = 500
const LONGEST_MS = 300_000

interface Page {
  path: string
  on: keyof typeof LEAST_SCORE
}

const pages: Record<string, Page> = {
  booth: { path: '/booth/', on: 'phone' },
  start: { path: '/', on: 'phone' },
  member: { path: '/member/', on: 'phone' },
  tap: { path: '/t', on: 'phone' },
  office: { path: '/office/', on: 'desk' },
}

/** The first screens as Lighthouse sees them on its slow phone (4 × slower processor, 1.6 Mbit/s, 150 ms) and its desk. */
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
      for (const [name, { path, on }] of Object.entries(pages)) {
        const seen: Seen[] = []
        for (let run = 0; run < runs; run += 1)
          seen.push(await look(`${server.address}${path}`, { on, report: join(folder, 'report.json') }))
        figures[`${name}Score`] = median(seen.map(({ score }) => score))
        figures[`${name}ContentMs`] = median(seen.map(({ contentMs }) => contentMs))
        figures[`${name}BlockedMs`] = median(seen.map(({ blockedMs }) => blockedMs))
        figures[`${name}LayoutShift`] = median(seen.map(({ layoutShift }) => layoutShift))
        figures[`${name}MachineSpeed`] = median(seen.map(({ speed }) => speed))
      }
      const found = JSON.stringify(figures)
      for (const [name, { on }] of Object.entries(pages)) {
        const isFair = Number(figures[`${name}MachineSpeed`]) >= LEAST_SPEED
        assert.ok(isFair, `the machine is too busy to judge pages on it: ${found}`)
        assert.ok(Number(figures[`${name}Score`]) >= LEAST_SCORE[on], `${name}: ${found}`)
      }
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
  /** cumulative, of the first screen */
  layoutShift: number
  /** Lighthouse's benchmark index */
  speed: number
}

async function look(url: string, { on, report }: { on: Page['on']; report: string }): Promise<Seen> {
  const options = ['--only-categories=performance', '--output=json', `--output-path=${report}`, '--quiet']
  if (on === 'desk') options.push('--preset=desktop')
  const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu'
  await promisify(execFile)('npx', ['--yes', LIGHTHOUSE, url, ...options, flags], {
    env: { ...process.env, CHROME_PATH: '/usr/bin/chromium' },
    timeout: LONGEST_MS,
  })
  const { categories, audits, environment, runtimeError } = JSON.parse(await readFile(report, 'utf8')) as {
    categories: { performance: { score: number } }
    audits: Record<string, { numericValue?: number }>
    environment: { benchmarkIndex: number }
    runtimeError?: { message: string }
  }
  assert.equal(runtimeError, undefined)
  const exactly = (audit: string) => audits[audit]?.numericValue ?? NaN
  const valueOf = (audit: string) => Math.round(exactly(audit))
  return {
    score: Math.round(categories.performance.score * 100),
    contentMs: valueOf('largest-contentful-paint'),
    blockedMs: valueOf('total-blocking-time'),
    layoutShift: exactly('cumulative-layout-shift'),
    speed: environment.benchmarkIndex,
  }
}
