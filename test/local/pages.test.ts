import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compressFolder } from '../../kiosk/compress.ts'
import { headquartersPages, laptopPages, servePages } from '../../server/platform/http/pages.ts'

let folder: string
let app: FastifyInstance
const script = `export const words = '${'卡片 card '.repeat(400)}'`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), 'start')
  await writeFile(join(folder, 'assets', 'page-1a2b.js'), script)
  await writeFile(join(folder, 'assets', 'type-1a2b.woff2'), Buffer.alloc(4_000))
  for (const page of ['office', 'booth', 'member', 'tap', 'laptop']) {
    await mkdir(join(folder, page))
    await writeFile(join(folder, page, 'index.html'), `<title>${page}</title>`)
  }
  await compressFolder(folder)
  app = Fastify()
  await servePages(app, headquartersPages, folder)
})
afterAll(async () => {
  await app.close()
  await rm(folder, { recursive: true })
})

const get = (url: string, encodings = '') => app.inject({ url, headers: { 'accept-encoding': encodings } })

test.each([
  ['/', 'start'],
  ['/office', 'office'],
  ['/office/', 'office'],
  ['/office/batches/0198c0de-0000-7000-8000-000000000000/encoding', 'office'],
  ['/booth/', 'booth'],
  ['/member/', 'member'],
  ['/t', 'tap'],
])('%s is a page, and its address may be opened by itself', async (address, content) => {
  const answer = await get(address)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toContain('text/html')
  expect(answer.headers['cache-control']).toBe('no-cache')
  expect(answer.body).toContain(content)
})

test('a laptop at the booths shows itself at its bare address, and the booth', async () => {
  const laptop = Fastify()
  await servePages(laptop, laptopPages, folder)
  const bodies = await Promise.all(
    ['/', '/laptop', '/booth/'].map(async (url) => (await laptop.inject({ url })).body),
  )
  expect(bodies).toEqual(['laptop', 'laptop', 'booth'].map((page) => `<title>${page}</title>`))
  expect((await laptop.inject({ url: '/t' })).statusCode).toBe(404)
  await laptop.close()
})

test('assets come compressed as the browser wishes and are kept for ever', async () => {
  const address = '/assets/page-1a2b.js'
  const plain = await get(address)
  expect(plain.body).toBe(script)
  const brotli = await get(address, 'gzip, deflate, br')
  expect(brotli.headers).toMatchObject({ 'content-encoding': 'br', vary: 'accept-encoding' })
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script)
  const gzipped = await get(address, 'gzip')
  expect(gunzipSync(gzipped.rawPayload).toString()).toBe(script)
  expect(brotli.rawPayload.length).toBeLessThan(script.length / 10)
  for (const answer of [plain, brotli, gzipped]) {
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(answer.headers['content-type']).toContain('javascript')
  }
})

test('what is compressed already comes as it is, and what is not there is not a page', async () => {
  expect((await get('/assets/type-1a2b.woff2', 'br')).headers['content-encoding']).toBeUndefined()
  for (const address of [
    '/assets/gone.js',
    '/nothing',
    '/assets/../../package.json',
    '/assets/%2e%2e/%2e%2e/x',
  ]) {
    expect((await get(address)).statusCode, address).toBe(404)
  }
})
