import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findViolations, type Findings } from './cruise.ts'
import { importRules } from './import-rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('this code', () => {
  let findings: Findings
  beforeAll(async () => {
    findings = await findViolations(root)
  })

  test('imports only what it may', () => {
    expect(findings.violations).toEqual([])
  })

  test('was really read: every source file, and what it imports', () => {
    const files = ['server', 'hardware', 'card-designs', 'kiosk'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.tsx?$/.test(name),
      ),
    )
    expect(files.length).toBeGreaterThan(60)
    expect(findings.modulesSeen).toBeGreaterThanOrEqual(files.length)
    expect(findings.dependenciesSeen).toBeGreaterThan(files.length)
  })
})

/** One file that breaks each rule; every other file named in an import is made empty. */
const breaches: Record<string, { file: string; imports: string }> = {
  'no cycles': { file: 'server/points/ledger.ts', imports: './account.ts' },
  'nothing needs the tests': { file: 'server/points/a.ts', imports: '../../test/support/database.ts' },
  'card designs stand alone': { file: 'card-designs/engine/a.ts', imports: '../../server/points/index.ts' },
  'hardware stands alone': { file: 'hardware/nfc/a.ts', imports: '../../server/keys/index.ts' },
  'pages know the contract only': { file: 'kiosk/booth/a.ts', imports: '../../server/points/index.ts' },
  'pages know no device': { file: 'kiosk/booth/b.tsx', imports: '../../hardware/ports.ts' },
  'pages use the card engine only': {
    file: 'kiosk/booth/c.ts',
    imports: '../../card-designs/fonts/fonts.ts',
  },
  'pages carry no PDF painter': {
    file: 'kiosk/booth/d.ts',
    imports: '../../card-designs/engine/paint-pdf.ts',
  },
  'contracts are safe for the browser': { file: 'server/points/schema.ts', imports: 'node:crypto' },
  'features meet at their index': { file: 'server/points/b.ts', imports: '../gifts/holding.ts' },
  'features stand below the app': { file: 'server/points/c.ts', imports: '../app.ts' },
  'the platform knows no feature': { file: 'server/platform/a.ts', imports: '../points/index.ts' },
  'migrations are frozen': { file: 'server/migrations/0001-a.ts', imports: '../platform/database.ts' },
  'features know ports and protocols only': {
    file: 'server/cards/a.ts',
    imports: '../../hardware/nfc/pcsc/readers.ts',
  },
  'only the edge speaks HTTP': { file: 'server/points/d.ts', imports: 'fastify' },
  'rules do not know routes': { file: 'server/points/e.ts', imports: './routes.ts' },
  'queries know tables only': { file: 'server/points/queries.ts', imports: './holding.ts' },
  'one importer of nfc-pcsc': { file: 'hardware/station/a.ts', imports: 'nfc-pcsc' },
  'one importer of pcsc-mini': { file: 'hardware/station/d.ts', imports: 'pcsc-mini' },
  'one importer of node-hid': { file: 'hardware/station/b.ts', imports: 'node-hid' },
  'one importer of serialport': { file: 'hardware/station/c.ts', imports: 'serialport' },
  'one importer of pdfkit': { file: 'card-designs/engine/b.ts', imports: 'pdfkit' },
}

describe('a tree that breaks every rule once', () => {
  let folder: string
  let findings: Findings
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardwright-broken-'))
    for (const top of ['server', 'hardware', 'card-designs', 'kiosk', 'test']) await mkdir(join(folder, top))
    for (const { file, imports } of Object.values(breaches)) {
      if (imports.startsWith('.')) await write(join(dirname(file), imports), '')
    }
    for (const { file, imports } of Object.values(breaches)) {
      const page = file.endsWith('.tsx') ? 'export const Page = () => <p>A page</p>\n' : ''
      await write(file, `import type { Thing } from '${imports}'\nexport type Other = Thing\n${page}`)
    }
    await write(
      'server/points/account.ts',
      `import { ledger } from './ledger.ts'\nexport const account = ledger\n`,
    )
    await write(
      'server/gifts/lawful.ts',
      `import { ledger } from '../points/index.ts'\nexport const gift = ledger\n`,
    )
    findings = await findViolations(folder)
  })
  afterAll(() => rm(folder, { recursive: true }))

  const write = async (path: string, text: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }

  test.each(Object.entries(breaches))('is found out: %s', (rule, { file }) => {
    expect(
      findings.violations.filter((line) => line.startsWith(`${rule}: `) && line.includes(file)),
    ).not.toEqual([])
  })

  test('is not blamed for what is lawful', () => {
    expect(findings.violations.filter((line) => line.includes('server/gifts/lawful.ts'))).toEqual([])
  })

  test('covers every rule', () => {
    expect(new Set(Object.keys(breaches))).toEqual(new Set(importRules.map((rule) => rule.name)))
  })
})
