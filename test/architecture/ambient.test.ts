import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { findScattered, type SourceFile } from './ambient.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

function sourcesIn(folder: string): SourceFile[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(join(root, folder, name), 'utf8') }))
}

test('one file of each top-level folder reads the environment, and one the clock', () => {
  const sources = ['server', 'hardware', 'card-designs', 'kiosk'].flatMap(sourcesIn)
  expect(sources.length).toBeGreaterThan(60)
  expect(findScattered(sources)).toEqual([])
})

test('a second reader of the environment or the clock in one folder is found out', () => {
  const found = findScattered([
    { path: 'server/config/environment.ts', text: 'export const port = process.env.PORT' },
    { path: 'server/points/ledger.ts', text: 'const isTest = process.env["TEST"]' },
    { path: 'server/platform/clock.ts', text: 'export const now = () => Date.now()' },
    { path: 'server/gifts/holding.ts', text: 'const until = new Date()' },
    { path: 'kiosk/api/clock.ts', text: 'export const now = () => Date.now()' },
    {
      path: 'kiosk/ui/lawful.ts',
      text: '// unlike Date.now() this is a day\nexport const day = new Date(0)',
    },
  ])
  expect(found).toHaveLength(2)
  expect(found[0]).toContain('server/config/environment.ts and server/points/ledger.ts read the environment')
  expect(found[1]).toContain('server/platform/clock.ts and server/gifts/holding.ts read the clock')
})
