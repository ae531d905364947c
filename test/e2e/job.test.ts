import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countEvening, enrol, isTold, openShift, readReceipt, screens } from './booth.ts'
import { openBrowser, visit, type devices } from './browser.ts'
import * as kiosk from './kiosk.ts'
import * as office from './office.ts'
import { touchCard } from './phone.ts'
import { openShop } from './shop.ts'
import { languages } from '../support/slice.ts'
import { factsOf, OTHER_PHONE, PHONE, seat } from './story.ts'
import { sellAtTill } from './till.ts'
import type { Language } from './words.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each(languages)(
  'the whole job through the pages, in %s: from an empty machine to a signed evening',
  async (language) => {
    await using shop = await openShop({ isEmpty: true })
    const { url } = shop
    const { member, otherMember } = factsOf[language]
    await using officeVisit = await open(url, 'office', language)
    await using approverVisit = await open(url, 'office', language)
    await using boothVisit = await open(url, 'booth', language, [
      '422 POST /api/v1/booths/:id/counts', // it asks for the reason of the missing umbrella
    ])
    await using kioskVisit = await open(url, 'member', language, [
      '401 GET /api/v1/kiosk', // it is no kiosk yet
      // asked as the member left
      '403 GET /api/v1/kiosk/me',
      '403 GET /api/v1/kiosk/gifts',
      '403 GET /api/v1/kiosk/redemptions',
    ])
    await using phoneVisit = await open(url, 'phone', language)
    const desk = seat(officeVisit, language)
    const approver = seat(approverVisit, language)
    const tablet = seat(boothVisit, language)
    const stand = seat(kioskVisit, language)

    await office.becomeAdministrator(desk, url)
    await office.setUpShop(desk)
    await office.orderCards(desk, approver)
    const cards = await office.encodeCards(desk)
    await office.verifyCard(desk)
    await office.stockBooth(desk)

    await openShift(tablet, url)
    const card = await enrol(tablet, { name: member, phone: PHONE, seen: screens }, '03-first')
    expect(cards).toContain(card)
    await readReceipt(tablet)
    await isTold(tablet, 'done')
    const [second = '', third = ''] = cards.filter((number) => number !== card)
    const drawing = {
      name: otherMember,
      phone: OTHER_PHONE,
      typedCard: second,
      draws: true,
      seen: ['consent'],
    } as const
    expect(await enrol(tablet, drawing, '04-second')).toBe(second)
    await isTold(tablet, 'done')
    await enrol(tablet, { name: member, phone: PHONE, typedCard: third, seen: ['done'] }, '05-known')
    await isTold(tablet, 'known')

    const key = await office.addTill(desk)
    await sellAtTill(desk.page.request, { url, key, cardNumber: card })

    await kiosk.pair(stand, url, await office.addKiosk(desk))
    await kiosk.takeCard(stand, card)
    await kiosk.swipe(stand)
    await kiosk.tap(stand)
    await kiosk.seePoints(stand, { points: 105, card })
    const pickUpCode = await kiosk.redeem(stand, () => office.codeOnPhone(desk))
    await office.handOver(desk, pickUpCode)
    await kiosk.seeSettled(stand, 25)
    await kiosk.walkAway(stand, [
      card.slice(-4),
      member,
      PHONE,
      '138****5678',
      factsOf[language].maskedMember,
    ])

    await touchCard(seat(phoneVisit, language), shop, card)
    await countEvening(tablet)
    await office.lookBack(desk, PHONE)

    const visits = [officeVisit, approverVisit, boothVisit, kioskVisit, phoneVisit]
    expect(visits.flatMap(({ faults }) => faults)).toEqual([])
  },
  420_000,
)

const open = (url: string, device: keyof typeof devices, language: Language, refusals: string[] = []) =>
  visit(browser, { url, device, language, refusals })
