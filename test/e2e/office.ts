import { readFile } from 'node:fs/promises'
import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import { button, choose, fill, follow, heading, inDialog, press, says, tick } from './gestures.ts'
import { factsOf, GIFT_POINTS, PASSWORD, type Seat } from './story.ts'
import type { Words } from './words.ts'

const stationIn = { 'zh-CN': '模拟设备', en: 'Simulated devices' }

const titles = {
  today: (words: Words) => words.today('title'),
  drives: (words: Words) => words.drives('title'),
  batches: (words: Words) => words.batches('title'),
  stations: (words: Words) => words.stations('title'),
  members: (words: Words) => words.members('title'),
  gifts: (words: Words) => words.gifts('title'),
  programme: (words: Words) => words.programme('title'),
  settings: (words: Words) => words.settings('title'),
}
export const sections = Object.keys(titles) as (keyof typeof titles)[]

/** Goes to a page of the office by the navigation, as one does. */
export async function go({ page, ...words }: Words & Pick<Seat, 'page'>, to: keyof typeof titles) {
  const name = words.office(`nav.${to}`)
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await heading(page, titles[to](words))
}

/** Step 1a: an empty shop asks for its administrator first. */
export async function becomeAdministrator(desk: Seat, url: string) {
  const { page, look, signIn, today, language } = desk
  await page.goto(`${url}/office/`)
  await heading(page, signIn('first.title'))
  await look('01-first-administrator')
  await fill(page, signIn('first.display-name'), factsOf[language].administrator)
  await fill(page, signIn('name'), 'ada')
  await fill(page, signIn('password'), PASSWORD)
  await fill(page, signIn('first.again'), PASSWORD)
  await press(page, signIn('first.submit'))
  await heading(page, today('steps.title'))
  await says(page, today('lead.setup', { done: 0, total: 6 }))
  await look('02-today-empty')
}

/** Step 1b: what Today asks for, in its order. */
export async function setUpShop(desk: Seat) {
  await beginProgramme(desk)
  await addPlaces(desk)
  await addPeople(desk)
  await addGifts(desk)
  await planDrive(desk)
}

async function beginProgramme(desk: Seat) {
  const { page, look, programme, today, language } = desk
  const { counter } = factsOf[language]
  await follow(page, today('step.programme.go'))
  await heading(page, programme('begin.title'))
  await look('03-programme-empty')
  await fill(page, programme('begin.name'), factsOf[language].programme)
  await press(page, programme('begin.submit'))
  await heading(page, programme('rules.title'))
  await inDialog(page, button(page, programme('counters.add')), async (dialog) => {
    await fill(dialog, programme('counter.name'), counter)
    await fill(dialog, programme('counter.rate'), 80)
    await look('04-counter')
    await press(dialog, programme('counter.submit'))
  })
  await page.getByRole('rowheader', { name: counter }).waitFor()
  await look('05-programme')
}

async function addPlaces(desk: Seat) {
  const { page, look, settings, today, language } = desk
  const { storeRoom, booth, kioskPlace } = factsOf[language]
  await go(desk, 'today')
  await follow(page, today('step.places.go'))
  await heading(page, settings('places.title'))
  const places = [
    [storeRoom, 'store-room'],
    [booth, 'booth'],
    [kioskPlace, 'kiosk'],
  ] as const
  for (const [name, kind] of places) {
    await inDialog(page, button(page, settings('places.add')), async (dialog) => {
      await fill(dialog, settings('place.name'), name)
      await tick(dialog, 'radio', settings(`kind.${kind}`))
      if (kind === 'booth') await look('06-place')
      await press(dialog, settings('place.submit'))
    })
    await page.getByRole('rowheader', { name }).waitFor()
  }
}

async function addPeople(desk: Seat) {
  const { page, look, settings, language } = desk
  const { promoter, colleague, manager } = factsOf[language]
  for (const [signInName, displayName] of [
    ['lin', promoter],
    ['zhou', colleague],
    ['gu', manager],
  ] as const) {
    await inDialog(page, button(page, settings('people.add')), async (dialog) => {
      await fill(dialog, settings('person.display-name'), displayName)
      await fill(dialog, settings('person.sign-in-name'), signInName)
      await fill(dialog, settings('person.password'), PASSWORD)
      if (signInName === 'gu') {
        await tick(dialog, 'checkbox', settings('role.programme-manager'))
        await tick(dialog, 'checkbox', settings('role.promoter'))
      }
      if (signInName === 'lin') await look('07-person')
      await press(dialog, settings('person.submit'))
    })
    await page.getByRole('rowheader', { name: displayName }).waitFor()
  }
  await look('08-settings')
}

async function addGifts(desk: Seat) {
  const { page, look, gifts, language } = desk
  const { umbrella, tea, storeRoom, kioskPlace, delivery } = factsOf[language]
  await go(desk, 'gifts')
  await says(page, gifts('empty.title'))
  await look('09-gifts-empty')
  const kinds = [
    { name: umbrella, picture: gifts('picture.umbrella'), points: GIFT_POINTS },
    { name: tea, picture: gifts('picture.tea'), points: 500 },
  ]
  for (const { name, picture, points } of kinds) {
    await inDialog(page, button(page, gifts('add.open')), async (dialog) => {
      await fill(dialog, gifts('add.zh'), name)
      await fill(dialog, gifts('add.en'), name)
      await choose(dialog, gifts('add.picture'), picture)
      await fill(dialog, gifts('add.price'), points)
      if (name === tea) await look('10-gift')
      await press(dialog, gifts('add.submit'))
    })
    const row = page.getByRole('row', { name })
    await inDialog(page, button(row, gifts('receive.open')), async (dialog) => {
      await fill(dialog, gifts('receive.quantity'), 20)
      await fill(dialog, gifts('receive.reference'), delivery)
      await press(dialog, gifts('receive.submit'))
    })
    await inDialog(page, button(row, gifts('move.open')), async (dialog) => {
      await choose(dialog, gifts('move.to'), kioskPlace)
      await fill(dialog, gifts('move.quantity'), 5)
      await press(dialog, gifts('move.submit'))
    })
    await sees(row, ['15', '5', '20'])
  }
  await page.getByRole('columnheader', { name: storeRoom }).waitFor()
  await look('11-gifts')
}

async function planDrive(desk: Seat) {
  const { page, look, drives, office, language } = desk
  const facts = factsOf[language]
  await go(desk, 'drives')
  await says(page, drives('empty.title'))
  await follow(page, drives('plan'))
  await heading(page, drives('new.title'))
  await fill(page, drives('new.name'), facts.drive)
  await fill(page, drives('new.target'), 600)
  await choose(page, drives('new.booth-place'), facts.booth)
  await choose(page, office('reader.station'), stationIn[language])
  await choose(page, office('reader.reader'), 'Booth reader')
  await choose(page, office('reader.stripe'), 'Booth swipe')
  for (const person of [facts.promoter, facts.colleague]) await tick(page, 'checkbox', person)
  const gift = drives('new.gift-stock', { name: facts.umbrella, stock: 15 })
  await tick(page, 'checkbox', gift)
  await inDialog(page, button(page, drives('new.consent-new')), async (dialog) => {
    await fill(dialog, drives('new.consent.version'), '2026-11')
    await look('12-consent-text')
    await press(dialog, drives('new.consent.publish'))
  })
  await look('13-plan-drive')
  await press(page, drives('new.submit'))
  await heading(page, facts.drive)
  await heading(page, drives('booths.title'))
  await look('14-drive-new')
}

/** Waits until a row has these cells, in any order. */
const sees = (row: Locator, cells: readonly (string | RegExp)[]) =>
  expect
    .poll(() => row.getByRole('cell').allInnerTexts(), { timeout: 10_000 })
    .toEqual(
      expect.arrayContaining(
        cells.map((cell) => (typeof cell === 'string' ? cell : expect.stringMatching(cell))),
      ),
    )

/** Step 2: fifty Gold cards, which the manager approves at another desk, and the file for the printer. */
export async function orderCards(desk: Seat, approver: Seat) {
  const { page, look, batches, printing } = desk
  await go(desk, 'batches')
  await follow(page, batches('order'))
  await heading(page, batches('new.title'))
  await tick(page, 'radio', /Gold|金卡/)
  await fill(page, batches('new.quantity'), 50)
  await fill(page, batches('new.blanks'), 55)
  await look('15-order')
  await press(page, batches('new.submit'))
  await says(page, batches('batch.lead.ordered', { count: 50 }))
  await look('16-batch-ordered')
  await approve(approver, page.url())
  await says(page, batches('batch.lead.numbered', { count: 50 }))
  await look('16-batch')
  await inDialog(page, button(page, printing('print.open')), async (dialog) => {
    await choose(dialog, printing('print.target'), printing('print.pool.file'))
    await press(dialog, printing('print.submit.file'))
    const download = page.waitForEvent('download')
    await follow(dialog, printing('file.take'))
    const file = await readFile(await (await download).path(), 'latin1')
    expect(file.slice(0, 5)).toBe('%PDF-')
    expect(file.match(/\/Type ?\/Page\b/g)).toHaveLength(100)
    await look('16-printed')
    await press(dialog, printing('print.close'))
  })
}

/** Another person signs in at a desk of their own and approves. */
async function approve(desk: Seat, address: string) {
  const { page, look, batches, signIn } = desk
  await page.goto(address)
  await fill(page, signIn('name'), 'gu')
  await fill(page, signIn('password'), PASSWORD)
  await press(page, signIn('submit'))
  await inDialog(page, button(page, batches('approve.open')), async (dialog) => {
    await look('16-approve')
    await press(dialog, batches('approve.submit'))
  })
  await says(page, batches('batch.lead.numbered', { count: 50 }))
}

/** Step 3b: one of the finished cards is read again, on the kiosk's reader. */
export async function verifyCard(desk: Seat) {
  const { page, look, batches, language } = desk
  await choose(page, batches('verify.reader'), `${stationIn[language]} · Kiosk reader`)
  await press(page, batches('verify.reader.open'))
  await press(page, batches('verify.simulated'))
  await says(page, batches('step.of', { done: 1, total: 1 }))
  await look('22-batch-verified')
  await press(page, batches('verify.reader.close'))
}

/**
 * Step 3: three cards by the simulated hands; the second is torn away in the middle and put back.
 * @returns the numbers of the finished cards
 */
export async function encodeCards(desk: Seat): Promise<string[]> {
  const { page, look, batches, encoding } = desk
  await follow(page, batches('batch.encode'))
  await heading(page, encoding('start.title'))
  await look('17-encode-start')
  await press(page, encoding('start.submit'))
  await says(page, encoding('do.put'))
  await look('18-encode-ready')

  await press(page, encoding('hands.take'))
  await page.locator('.card-steps [aria-current=step]').first().waitFor() // live, step by step
  await hasFinished(desk, 1)
  await look('19-encode-finished')

  await press(page, encoding('hands.tear'))
  await says(page, encoding('error.title'))
  await look('20-encode-torn')
  await press(page, encoding('hands.put-back'))
  await hasFinished(desk, 2)

  await press(page, encoding('hands.take'))
  await hasFinished(desk, 3)
  const cards = await page.getByRole('rowheader').allInnerTexts()
  await look('21-encode-three')
  await press(page, encoding('run.finish'))
  await heading(page, encoding('start.title'))
  await follow(page, encoding('back'))
  const line = { received: 55, issued: 3, spoiled: 0, returned: 0, onHand: 52 }
  await page.getByText(batches('balance.line', line)).waitFor({ state: 'attached' })
  await look('22-batch-encoded')
  const numbers = cards.map((card) => card.replaceAll(/\D/g, '')).toReversed()
  expect(new Set(numbers).size).toBe(3)
  return numbers
}

async function hasFinished({ page, encoding }: Seat, count: number) {
  const figure = page.locator('.stat', { hasText: encoding('stats.finished') }).locator('dd')
  await expect.poll(() => figure.innerText(), { timeout: 20_000 }).toBe(String(count))
  await says(page, encoding('do.take'))
}

/** Step 4a: cards and gifts go to the booth; the cards lie there once the booth has signed. */
export async function stockBooth(desk: Seat) {
  const { page, look, drives, language } = desk
  const { drive, umbrella } = factsOf[language]
  await go(desk, 'drives')
  await follow(page, drive)
  await inDialog(page, button(page, drives('stock.open')), async (dialog) => {
    await fill(dialog, drives('stock.cards'), 3)
    await fill(dialog, drives('stock.gift', { name: umbrella, stock: 15 }), 10)
    await look('23-stock-booth')
    await press(dialog, drives('stock.submit'))
  })
  const row = page.getByRole('row', { name: factsOf[language].booth })
  await sees(row, [/^0\b/, new RegExp(`${umbrella}\\s*10$`)])
}

/** Step 5a: a till's key, shown once. */
export async function addTill(desk: Seat): Promise<string> {
  const { page, look, programme, language } = desk
  let key = ''
  await go(desk, 'programme')
  await inDialog(page, button(page, programme('tills.add')), async (dialog) => {
    await fill(dialog, programme('till.name'), factsOf[language].till)
    await press(dialog, programme('till.submit'))
    key = await dialog.locator('code').innerText()
    await look('24-till')
    await press(dialog, programme('till.done'))
  })
  return key
}

/** Step 6a: a kiosk, and the code that pairs its browser. */
export async function addKiosk(desk: Seat): Promise<string> {
  const { page, look, stations, office, language } = desk
  const { kiosk, kioskPlace } = factsOf[language]
  let code = ''
  await go(desk, 'stations')
  await look('25-stations')
  await inDialog(page, button(page, stations('kiosks.add')), async (dialog) => {
    await fill(dialog, stations('kiosk.name'), kiosk)
    await choose(dialog, stations('kiosk.place'), kioskPlace)
    await choose(dialog, office('reader.station'), stationIn[language])
    await choose(dialog, office('reader.reader'), 'Kiosk reader')
    await choose(dialog, office('reader.stripe'), 'Kiosk swipe')
    await look('26-kiosk')
    await press(dialog, stations('kiosk.submit'))
  })
  await inDialog(page, button(page, stations('kiosks.code')), async (dialog) => {
    await press(dialog, stations('pair.make'))
    code = await dialog.locator('.one-time-code strong').innerText()
    await look('27-pairing-code')
    await press(dialog, stations('pair.close'))
  })
  return code
}

/** Step 6b: the code that would have gone to the member's phone. */
export async function codeOnPhone(desk: Seat): Promise<string> {
  const { page, look, today } = desk
  await go(desk, 'today')
  const row = page
    .getByRole('region', { name: today('outbox.title') })
    .getByRole('row')
    .nth(1)
  const code = /\d{6}/.exec(await row.getByRole('cell').first().innerText())?.[0]
  await look('28-today-outbox')
  if (!code) throw new Error('the newest message holds no code')
  return code
}

/** Step 6c: the staff hand a gift over against the code that the member says. */
export async function handOver(desk: Seat, pickUpCode: string) {
  const { page, look, gifts } = desk
  await go(desk, 'gifts')
  await inDialog(page, button(page, gifts('hand.open')), async (dialog) => {
    await fill(dialog, gifts('hand.code'), pickUpCode)
    await look('29-hand-over')
    await press(dialog, gifts('hand.submit'))
  })
  await says(page, gifts('holds.none'))
}

/** What the office knows of the day, once it is over. */
export async function lookBack(desk: Seat, phone: string) {
  const { page, look, drives, members, office, language } = desk
  const { drive, member, maskedMember } = factsOf[language]
  await go(desk, 'drives')
  await follow(page, drive)
  await heading(page, drives('drive.hours'))
  await look('30-drive')
  await follow(page, drives('drive.evening'))
  await says(page, drives('evening.lead.all', { count: 1 }))
  await look('31-evening')
  await page
    .getByRole('navigation')
    .getByRole('link', { name: office('nav.members'), exact: true })
    .click()
  await heading(page, members('title'))
  await fill(page, members('search.label'), phone)
  await press(page, members('search.submit'))
  const found = page.getByRole('main').getByRole('link', { name: maskedMember })
  await found.waitFor()
  await look('32-members')
  expect(await page.getByRole('main').innerText()).not.toContain(member)
  await found.click()
  await heading(page, members('cards.title'))
  await look('33-member')
}
