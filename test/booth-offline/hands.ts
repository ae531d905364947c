import type { Page } from 'playwright-core'

export const PIN = '24681357'

/** One touch of the large action below. */
export const goOn = (page: Page) => page.locator('button.primary').click()

export async function pair(page: Page, { url, code }: { url: string; code: string }) {
  await page.goto(`${url}/booth/#tablet`)
  const fields = page.locator('.pair-form input')
  for (const [index, value] of [code, 'Tablet 1', PIN, PIN].entries()) await fields.nth(index).fill(value)
  await goOn(page)
  await page.locator('.number-pad').waitFor()
}

export async function unlock(page: Page, pin = PIN) {
  await page.locator('.number-pad').waitFor()
  await page.keyboard.type(pin)
  await goOn(page)
}

export const beginShift = (page: Page) => page.locator('.booth-choice').first().click()

export interface Visitor {
  phone: string
  name: string
  card: string
}

/** From the phone to the gift, and the press that keeps it. */
export async function enrol(page: Page, { phone, name, card }: Visitor) {
  const person = page.locator('.person input')
  await person.nth(0).fill(phone)
  await person.nth(1).fill(name)
  await goOn(page)
  await page.locator('.choice').first().click()
  await page.locator('.signature > button').click()
  await page.locator('.signature input').fill(name)
  await goOn(page)
  await page.locator('.card-ways').waitFor()
  await page.locator('.enrolling-form input').fill(card)
  await goOn(page)
  await page.locator('.seen-card').waitFor()
  await goOn(page)
  await page.locator('.gift:not([data-disabled])').first().click()
  await goOn(page)
  await page.locator('.enrolling.done').waitFor()
}

/** How many entries the page says are waiting. */
export const waitingCount = async (page: Page): Promise<number> =>
  Number((await page.locator('.tablet-waiting').innerText()).replaceAll(/\D/g, ''))
