import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isBuildStale } from '../support/stale-build.ts'

const root = new URL('../../', import.meta.url).pathname
const isStale = isBuildStale()
const outDir = isStale ? mkdtempSync(join(tmpdir(), 'cardwright-pages-')) : join(root, 'dist/kiosk')

/** In a process of its own: the test runner's NODE_ENV would put React's development half into the pages. */
beforeAll(() => {
  if (!isStale) return
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const options = ['build', join(root, 'kiosk'), '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']
  execFileSync(process.execPath, [vite, ...options], { env: { NODE_ENV: 'production' } })
}, 120_000)

afterAll(() => {
  if (isStale) rmSync(outDir, { recursive: true })
})

const page = (path: string) => readFileSync(join(outDir, path), 'utf8')

/** What a browser must load of one kind before the page is drawn, gzipped. */
function initialBytes(path: string, ending: string) {
  const files = [...page(path).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
  return files
    .filter((file) => file.endsWith(ending))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0)
}

const pages: [string, number][] = [
  ['index.html', 200],
  ['tap/index.html', 120],
  ['member/index.html', 120],
  ['booth/index.html', 200],
  ['office/index.html', 300],
]

test.each(pages)('%s needs at most %i KB of script before it is drawn', (path, kilobytes) => {
  const bytes = initialBytes(path, '.js')
  expect(bytes).toBeGreaterThan(10_000)
  expect(bytes).toBeLessThanOrEqual(kilobytes * 1024)
})

test('the tap page is under 120 KB in all', () => {
  expect(initialBytes('tap/index.html', '.js') + initialBytes('tap/index.html', '.css')).toBeLessThan(
    120 * 1024,
  )
})

test.each(pages)('%s has no inline script or style and loads nothing from another host', (path) => {
  const html = page(path)
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=/)
  expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
})
