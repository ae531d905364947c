import type { Browser, Page } from 'playwright-core'
import type { Version } from '../../server/designs/schema.ts'
import { signIn, type Person } from '../support/cards.ts'
import { buildPage, openBrowser, signedIn } from '../support/pages.ts'
import { startTestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'

/** A server with one design, its artist, and a browser for the editor. */
export async function openStudio() {
  const pages = buildPage('office')
  const browser: Browser = await openBrowser()
  const server = await startTestServer()
  const artist = await signIn(server, ['administrator', 'programme-manager'])
  const url = await listen(server)
  const from = { kind: 'template', template: 'gold' }
  await artist.client.post('/designs', { code: 'autumn', nameZh: '秋日金卡', nameEn: 'Autumn', from })

  const open = async (language: 'zh-CN' | 'en', who: Person = artist) => {
    const context = await signedIn(browser, { pages, url, client: who.client, language })
    const page = await context.newPage()
    await page.goto(`${url}/office/designs/autumn/edit`)
    await painted(page)
    return { page, context, [Symbol.asyncDispose]: () => context.close() }
  }
  return {
    artist,
    server,
    open,
    newest: async (): Promise<Version> =>
      (await artist.client.get<Version>('/designs/autumn/versions/1')).body,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      await server.stop()
      pages[Symbol.dispose]()
    },
  }
}
export type Studio = Awaited<ReturnType<typeof openStudio>>

const painted = (page: Page) => page.locator('[data-element="number"] path[fill]').first().waitFor()
