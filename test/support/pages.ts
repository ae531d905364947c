import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Route,
} from 'playwright-core'
import { buildPagesInto, type Entry } from './build-pages.ts'
import type { Client } from './server.ts'
import { isBuildStale } from './stale-build.ts'

const root = new URL('../../', import.meta.url).pathname

export interface Pages extends Disposable {
  /** gives a browser the page as it was built just now; the API stays the server's */
  serve(context: BrowserContext): Promise<void>
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** As strict as the server's own, so that nothing works here that the policy forbids there. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'"

/** The page as the product serves it; built anew, alone, where a source is newer than the product's build. */
export function buildPage(entry: Entry): Pages {
  const isStale = isBuildStale()
  const folder = isStale ? mkdtempSync(join(tmpdir(), `cardwright-${entry}-`)) : join(root, 'dist/kiosk')
  if (isStale) buildPagesInto(folder, entry)
  const answer = (route: Route) => {
    const { pathname } = new URL(route.request().url())
    const file = join(folder, extname(pathname) ? pathname : `${entry}/index.html`)
    if (!existsSync(file)) return route.fulfill({ status: 404 })
    const contentType = types[extname(file)] ?? 'application/octet-stream'
    return route.fulfill({
      body: readFileSync(file),
      contentType,
      headers: { 'content-security-policy': policy },
    })
  }
  return {
    async serve(context) {
      await context.route(/^http:\/\/[^/]+\/(?!api\/)/, answer)
    },
    [Symbol.dispose]: () => {
      if (isStale) rmSync(folder, { recursive: true })
    },
  }
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })

export interface Desk extends BrowserContextOptions {
  pages: Pages
  url: string
  /** who has signed in */
  client: Client
  language: 'zh-CN' | 'en'
}

/** A browser at which somebody has signed in and chosen a language, at a desk's screen unless told otherwise. */
export async function signedIn(
  browser: Browser,
  { pages, url, client, language, ...more }: Desk,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: language,
    reducedMotion: 'reduce',
    bypassCSP: true, // axe is put into the page
    viewport: { width: 1440, height: 900 },
    ...more,
  })
  const cookies = client.cookie().split('; ')
  await context.addCookies(
    cookies.map((cookie) => {
      const [name = '', value = ''] = cookie.split('=')
      return { name, value, url }
    }),
  )
  await context.addInitScript((chosen) => localStorage.setItem('cardwright.language', chosen), language)
  await pages.serve(context)
  return context
}
