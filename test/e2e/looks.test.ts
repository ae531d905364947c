import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, visit, type Visit } from './browser.ts'
import { fill, heading, press } from './gestures.ts'
import { go, sections } from './office.ts'
import { openShop, type Shop } from './shop.ts'
import { languages } from '../support/slice.ts'
import { wordsIn, type Words } from './words.ts'

let browser: Browser
let shop: Shop
beforeAll(async () => {
  browser = await openBrowser()
  shop = await openShop({ isEmpty: false })
})
afterAll(async () => {
  await browser.close()
  await shop[Symbol.asyncDispose]()
})

/** The sample people's passwords, as the first page shows them. */
async function passwordOf(signInName: string): Promise<string> {
  const about = await fetch(`${shop.url}/api/v1/about`)
  const { people } = (await about.json()) as { people: { signInName: string; password: string }[] }
  return people.find((person) => person.signInName === signInName)?.password ?? ''
}

async function signIn(page: Visit['page'], { signIn }: Words, signInName: string) {
  await fill(page, signIn('name'), signInName)
  await fill(page, signIn('password'), await passwordOf(signInName))
  await press(page, signIn('submit'))
}

test.each(languages)(
  'every page can be read in the dark and in high contrast, in %s',
  async (language) => {
    const words = wordsIn(language)
    const { start, signIn: signInWords, today, booth, member, tap } = words
    const to = (device: 'office' | 'booth' | 'member' | 'phone', refusals: string[] = []) =>
      visit(browser, { url: shop.url, device, language, refusals })

    await using atDesk = await to('office')
    const { page: desk } = atDesk
    await desk.goto(shop.url)
    await heading(desk, start('people.title'))
    await atDesk.look('00-start')
    await atDesk.lookInOtherThemes('start')
    await desk.goto(`${shop.url}/office/`)
    await heading(desk, signInWords('title'))
    await atDesk.lookInOtherThemes('sign-in')
    await signIn(desk, words, 'admin')
    await heading(desk, today('stations.title'))
    for (const section of sections) {
      await go({ ...words, page: desk }, section)
      await desk.getByText(words.ui('loading')).waitFor({ state: 'detached' })
      await atDesk.lookInOtherThemes(section)
    }

    await using atTable = await to('booth')
    const { page: tablet } = atTable
    await tablet.goto(`${shop.url}/booth/`)
    await signIn(tablet, words, 'lin')
    await heading(tablet, booth('choose.title'))
    await atTable.lookInOtherThemes('choose')
    await tablet.locator('.booth-choice').first().click()
    await heading(tablet, booth('shift.title'))
    await atTable.lookInOtherThemes('shift')

    await using atStand = await to('member', ['401 GET /api/v1/kiosk'])
    const { page: stand } = atStand
    await stand.goto(`${shop.url}/member/`)
    await heading(stand, member('pair.title'))
    await atStand.lookInOtherThemes('pairing')
    await press(stand, member('pair.sample'))
    await heading(stand, member('attract.title'))
    await atStand.lookInOtherThemes('attract')

    await using onPhone = await to('phone')
    await onPhone.page.goto(`${shop.url}/t`)
    await heading(onPhone.page, tap('none.title'))
    await onPhone.lookInOtherThemes('tap')

    expect([atDesk, atTable, atStand, onPhone].flatMap(({ faults }) => faults)).toEqual([])
  },
  300_000,
)
