import type { BrowserContext } from 'playwright-core'
import { openMall, type Mall } from '../purchases/mall.ts'
import { buildPage, openBrowser, signedIn, type Desk } from '../support/pages.ts'
import { listen } from '../support/stations.ts'

/** The office's pages over a mall, for the tests of one file. */
export interface MallOffice extends AsyncDisposable {
  mall: Mall
  url: string
  /** at a desk of their own */
  signedIn(who: Omit<Desk, 'pages' | 'url'>): Promise<BrowserContext>
}

export async function openMallOffice(): Promise<MallOffice> {
  const pages = buildPage('office')
  const browser = await openBrowser()
  const mall = await openMall()
  const url = await listen(mall.server)
  return {
    mall,
    url,
    signedIn: (who) => signedIn(browser, { ...who, pages, url }),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await mall[Symbol.asyncDispose]()
      pages[Symbol.dispose]()
    },
  }
}
