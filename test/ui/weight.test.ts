import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPagesInto } from '../support/build-pages.ts'
import { isBuildStale } from '../support/stale-build.ts'

const root = new URL('../../', import.meta.url).pathname
const isStale = isBuildStale()
const outDir = isStale ? mkdtempSync(join(tmpdir(), 'cardwright-pages-')) : join(root, 'dist/kiosk')

beforeAll(() => {
  if (isStale) buildPagesInto(outDir)
}, 120_000)

afterAll(() => {
  if (isStale) rmSync(outDir, { recursive: true })
})

const page = (path: string) => readFileSync(join(outDir, path), 'utf8')

/** What a browser must load before the page is drawn. */
const initialFiles = (path: string) =>
  [...page(path).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')

/** Of one kind, gzipped. */
const initialBytes = (path: string, ending: string) =>
  initialFiles(path)
    .filter((file) => file.endsWith(ending))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(outDir, file))).length, 0)

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

// Over HTTP/1.1 a browser asks for six at a time, and each costs a slow line's delay.
test.each(pages)('%s comes in at most ten files', (path) => {
  expect(initialFiles(path).length).toBeLessThanOrEqual(10)
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
