import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { buildPage, openBrowser } from '../support/pages.ts'
import { isWhole } from '../support/slice.ts'
import { setKioskScene, typeDigits } from './member-scene.ts'

/** What axe finds on the screen as it is. */
async function findingsIn(page: Page, screen: string, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze()
  return violations.map(({ id, nodes }) => `${screen}: ${id}: ${nodes[0]?.html}`)
}

/** In every theme, of which only colours differ, and in both languages; a dialog stands in front of the switch. */
async function findings(page: Page, screen: string): Promise<string[]> {
  await page.waitForTimeout(400) // until nothing moves any more
  const found: string[] = []
  for (const theme of isWhole ? ['dark', 'contrast', 'light'] : ['light']) {
    await page.evaluate((name) => {
      document.documentElement.dataset['theme'] = name
    }, theme)
    if (isWhole) await page.waitForTimeout(300)
    const rules = theme === 'light' ? undefined : ['color-contrast']
    found.push(...(await findingsIn(page, `${screen}, ${theme}`, rules)))
  }
  if (await page.getByRole('dialog').count()) return found
  await page.getByRole('button', { name: 'English' }).click()
  found.push(...(await findingsIn(page, `${screen}, English`)))
  await page.getByRole('button', { name: '简体中文' }).click()
  return found
}

/** CSS pixels of everything that can be pressed, and of the smallest text. */
const sizesIn = (page: Page) =>
  page.evaluate(() => {
    const targets = [...document.querySelectorAll('.button, .gift-tile, .number-pad button')].filter((each) =>
      each.checkVisibility(),
    )
    const boxes = targets.map((each) => each.getBoundingClientRect())
    const texts = [...document.querySelectorAll('#page *')].filter((each) => each.checkVisibility())
    return {
      target: Math.min(...boxes.flatMap(({ width, height }) => [width, height])),
      text: Math.min(...texts.map((each) => Number.parseFloat(getComputedStyle(each).fontSize))),
      overflow: document.documentElement.scrollWidth - window.innerWidth,
    }
  })

test('axe finds nothing on any screen, in both languages and all themes; everything is large enough to touch', async () => {
  using pages = buildPage('member')
  await using kiosk = await setKioskScene()
  await using browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, locale: 'zh-CN' })
  await pages.serve(context)
  const page = await context.newPage()
  const found: string[] = []
  const check = async (screen: string) => {
    found.push(...(await findings(page, screen)))
    const { target, text, overflow } = await sizesIn(page)
    expect(text, screen).toBeGreaterThanOrEqual(24)
    expect(overflow, screen).toBeLessThanOrEqual(0)
    expect(target, screen).toBeGreaterThanOrEqual(48)
  }
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const comes = (name: string) => page.getByRole('heading', { name, exact: true }).waitFor()

  await page.goto(`${kiosk.url}/member`)
  await comes('把这台设备设为自助机')
  await check('pairing')
  await page.getByLabel('配对码').fill(await kiosk.pairingCode())
  await page.keyboard.press('Enter')
  await comes('请出示会员卡')
  await check('attract')
  await kiosk.tap(kiosk.blank)
  await comes('这张卡还没有开通')
  await check('refused')
  await kiosk.tap(kiosk.newCard)
  await page.getByText('您以前就是会员').waitFor()
  await check('join')
  await press('退出')
  await comes('请出示会员卡')
  await kiosk.tap(kiosk.card)
  await page.getByRole('button', { name: '我的积分' }).waitFor()
  await check('home')
  await press('我的积分')
  await check('history')
  await press('首页')
  await press('礼品兑换')
  await page.getByRole('button', { name: /羊绒围巾/ }).waitFor()
  await check('gifts')
  await press(/明前龙井/)
  await check('gift')
  await press(/用 500 分兑换/)
  await page.getByText('验证码已发到').waitFor()
  await check('code')
  await typeDigits(page, await kiosk.codeOnPhone())
  await page.getByText('请设六位数字').waitFor()
  await check('pin')
  for (let times = 0; times < 2; times += 1) {
    await typeDigits(page, '583207')
    await page.waitForTimeout(300)
  }
  await comes('礼品已留好')
  await check('pick-up')
  await press('不要了')
  await check('give-up')
  await press('取消兑换')
  await comes('已取消')
  await check('given-up')

  kiosk.report({ type: 'card-present', reader: 'Kiosk reader', seq: 1 })
  await page.waitForTimeout(500)
  await press('退出')
  await comes('请取走您的卡')
  await check('take-card')
  expect(found).toEqual([])
}, 400_000)
