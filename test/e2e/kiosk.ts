import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { button, fill, heading, press, says, tick } from './gestures.ts'
import { factsOf, GIFT_POINTS, PIN, type Seat } from './story.ts'

/** Step 6a: the browser becomes the kiosk. */
export async function pair(stand: Seat, url: string, code: string) {
  const { page, look, member } = stand
  await page.goto(`${url}/member/`)
  await heading(page, member('pair.title'))
  await look('01-pairing')
  await fill(page, member('pair.code'), code.toLowerCase())
  await press(page, member('pair.submit'))
  await heading(page, member('attract.title'))
  await look('02-attract')
}

/** Takes the card with this number into the hand, for the strip of simulated devices. */
export const takeCard = ({ page }: Seat, card: string) => tick(page, 'radio', `…${card.slice(-4)}`)

/** A stripe can be copied, so it shows the card and no points. */
export async function swipe(stand: Seat) {
  const { page, look, member } = stand
  await press(page, member('strip.swipe'))
  await says(page, member('masked.title'))
  await look('03-swiped')
  const shown = await page.getByRole('main').innerText()
  expect(shown).toContain('•••')
  expect(shown).not.toMatch(/\b105\b/)
  await leave(stand)
}

async function leave({ page, member }: Seat) {
  await press(page, member('leave'))
  await heading(page, member('attract.title'))
}

/** Step 6b: the tap shows the points; the card is taken off at once. */
export async function tap(stand: Seat) {
  const { page, member } = stand
  await press(page, member('strip.tap'))
  await heading(page, member('balance'))
  await press(page, member('strip.take'))
  await button(page, member('strip.tap')).waitFor()
}

export async function seePoints(stand: Seat, expected: { points: number; card: string }) {
  const { page, look, member, session, language } = stand
  await says(page, String(expected.points))
  const shown = await page.getByRole('main').innerText()
  expect(shown).toContain(member('home.card', { digits: expected.card.slice(-4) }))
  expect(shown).toContain(factsOf[language].maskedMember)
  expect(shown).not.toContain(factsOf[language].member)
  await look('04-home')
  await press(page, member('history'))
  await says(page, session('reason.welcome'))
  await look('05-history')
  await press(page, member('home'))
}

/**
 * Step 6c: a gift for points, with a PIN that is set by a code to the phone.
 * @returns the pick-up code
 */
export async function redeem(stand: Seat, codeOnPhone: () => Promise<string>): Promise<string> {
  const { page, look, member, session, language } = stand
  const { umbrella } = factsOf[language]
  await press(page, member('gifts'))
  const tile = page.getByRole('button', { name: umbrella })
  await tile.waitFor()
  await look('06-gifts')
  await tile.click()
  await heading(page, umbrella)
  await look('07-gift')
  await press(page, member('gift.take', { count: GIFT_POINTS }))
  await heading(page, session('set-pin.title'))
  await says(page, /138\*+5678/)
  await look('08-code')
  await typeDigits(page, await codeOnPhone())
  await says(page, session('set-pin.lead.pin'))
  await look('09-pin')
  await typeDigits(page, PIN)
  await says(page, session('set-pin.lead.again'))
  await typeDigits(page, PIN)
  await heading(page, member('pick-up.title'))
  await look('10-pick-up')
  return (await page.locator('.pick-up-code').innerText()).replaceAll(/\D/g, '')
}

/** Step 6d: the screen says by itself that the gift is in the member's hands. */
export async function seeSettled(stand: Seat, pointsLeft: number) {
  const { page, look, member } = stand
  await heading(page, member('ended.settled'))
  await look('11-settled')
  await press(page, member('home'))
  await says(page, String(pointsLeft))
  await leave(stand)
}

/** Who goes away without a word is forgotten: by the screen, by the browser and by the server. */
export async function walkAway(stand: Seat, secrets: readonly string[]) {
  const { page, look, member } = stand
  await page.clock.install()
  await tap(stand)
  expect(await tracesIn(page)).toContain(secrets[0])
  await page.clock.fastForward(45_500)
  await page.getByRole('dialog', { name: member('idle.title') }).waitFor()
  await look('12-still-there')
  await page.clock.fastForward(30_500)
  await heading(page, member('attract.title'))
  const traces = await tracesIn(page)
  for (const secret of secrets) expect(traces, secret).not.toContain(secret)
}

/** Everything that the browser could still know of somebody, apart from the simulated devices' strip. */
const tracesIn = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const screen = document.querySelector('.kiosk-space')
    const values = [...document.querySelectorAll('input')].map((input) => input.value)
    return [
      screen?.outerHTML,
      document.title,
      location.href,
      JSON.stringify(history.state),
      JSON.stringify(localStorage),
      JSON.stringify(sessionStorage),
      document.cookie,
      JSON.stringify(await indexedDB.databases()),
      (await caches.keys()).join(),
      values.join(),
    ].join('\n')
  })

async function typeDigits(page: Page, digits: string) {
  for (const digit of digits) await page.keyboard.press(digit)
}
