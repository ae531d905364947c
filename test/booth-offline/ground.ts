import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import { buildPagesInto } from '../support/build-pages.ts'
import { isBuildStale } from '../support/stale-build.ts'
import { listen } from '../support/stations.ts'
import type { TestServer } from '../support/server.ts'

const root = new URL('../../', import.meta.url).pathname

/** All pages as the product builds them; built anew where a source is newer than the product's build. */
export function buildPages(): Disposable & { folder: string } {
  if (!isBuildStale()) return { folder: join(root, 'dist/kiosk'), [Symbol.dispose]: () => undefined }
  const folder = mkdtempSync(join(tmpdir(), 'cardwright-booth-'))
  buildPagesInto(folder)
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) }
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

/** `answers-lost`: the server does what it is asked, and nobody hears of it. */
type Network = 'up' | 'cut' | 'answers-lost'

/** The line between tablet and server: pages and API at one address, cut and mended as a test wants. */
export interface Line extends AsyncDisposable {
  url: string
  /** requests for entries that reached the server */
  syncs: () => number
  set: (network: Network) => void
  /** from now on there is a newer page than the one that tablets have */
  renew: () => void
}

export const drawLine = async (server: TestServer, pages: string): Promise<Line> =>
  drawLineTo(await listen(server), { pages })

export interface Ends {
  pages: string
  /** where tablets find this end of the line */
  host?: string
  /** entries are on their way to the server */
  onSync?: () => void
}

/** To a server that listens. Its own policy, whatever it is: what it forbids is forbidden here. */
export async function drawLineTo(address: string, { pages, host, onSync }: Ends): Promise<Line> {
  const api = new URL(address)
  const about = await fetch(new URL('/api/v1/about', api))
  const policy = String(about.headers.get('content-security-policy'))
  let network: Network = 'up'
  let syncs = 0
  let edition = ''

  const servePage = (path: string, response: ServerResponse) => {
    const named = join(pages, path)
    const file = extname(path) ? named : join(pages, 'booth/index.html')
    if (!existsSync(file)) return response.writeHead(404).end()
    const contentType = types[extname(file)] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': contentType, 'content-security-policy': policy })
    return response.end(
      path === '/booth-worker.js' ? readFileSync(file, 'utf8') + edition : readFileSync(file),
    )
  }
  const forward = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.endsWith('/entries')) {
      syncs += 1
      onSync?.()
    }
    const { method, url, headers } = request
    const onward = ask({ host: api.hostname, port: api.port, method, path: url, headers }, (answer) => {
      if (network !== 'up') return response.destroy()
      answer.on('error', () => response.destroy())
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      return answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }
  const front = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://line').pathname
    if (network === 'cut') return request.socket.destroy()
    return path.startsWith('/api/') ? forward(request, response) : servePage(path, response)
  })
  await new Promise<void>((resolve) => front.listen(0, host ?? '127.0.0.1', resolve))
  return {
    url: `http://${host ?? 'localhost'}:${(front.address() as AddressInfo).port}`,
    syncs: () => syncs,
    set: (next) => {
      network = next
      if (next !== 'up') front.closeAllConnections()
    },
    renew: () => {
      edition = '\n// newer'
    },
    async [Symbol.asyncDispose]() {
      front.closeAllConnections()
      await new Promise((resolve) => front.close(resolve))
    },
  }
}

export interface TabletOptions {
  language?: 'zh-CN' | 'en'
  upright?: boolean
  chromium?: string
  /** without HTTPS, where the browser is to take it for as good */
  trusted?: string
}

/** A tablet with a disk of its own. */
export const openTablet = (
  disk: string,
  {
    language = 'zh-CN',
    upright = false,
    chromium: executablePath = '/usr/bin/chromium',
    trusted,
  }: TabletOptions = {},
): Promise<BrowserContext> =>
  chromium.launchPersistentContext(disk, {
    executablePath,
    args: [
      ...(trusted ? [`--unsafely-treat-insecure-origin-as-secure=${trusted}`] : []),
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
    ],
    viewport: upright ? { width: 800, height: 1280 } : { width: 1280, height: 800 },
    locale: language === 'en' ? 'en-GB' : 'zh-CN',
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Shanghai',
  })

export const newDisk = (): string => mkdtempSync(join(tmpdir(), 'cardwright-tablet-'))
