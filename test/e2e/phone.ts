import { join } from 'node:path'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { openDrawer } from '../../hardware/simulator/drawer.ts'
import { channelTo } from '../../hardware/simulator/ntag424-card.ts'
import { heading, press } from './gestures.ts'
import type { Shop } from './shop.ts'
import type { Seat } from './story.ts'

/** What a phone reads from the card with this number, as it lies in the simulated station's drawer. */
async function addressOn({ folder }: Shop, cardNumber: string): Promise<string> {
  const drawer = await openDrawer(join(folder, 'simulated-cards.json'))
  const { uid } = drawer.list().find(({ tracks }) => tracks.track2?.startsWith(cardNumber)) ?? {}
  const card = uid === undefined ? undefined : drawer.find(uid)
  if (!card?.chip) throw new Error('the card is not in the drawer')
  return readTap(channelTo(card.chip))
}

/** Step 7: the card is genuine once; the same message again is a copy; a made-up one is unknown. */
export async function touchCard(phone: Seat, shop: Shop, cardNumber: string) {
  const { page, look, tap } = phone
  const address = await addressOn(shop, cardNumber)
  await page.goto(`${shop.url}/t`)
  await heading(page, tap('none.title'))
  await look('01-nothing')
  await page.goto('about:blank')
  await page.goto(address)
  await heading(page, tap('genuine.title'))
  await look('02-genuine')
  await press(page, tap('genuine.next'))
  await page.goto('about:blank')
  await page.goto(address)
  await heading(page, tap('copied.title'))
  await look('03-copied')
  await press(page, tap('copied.next'))
  await page.goto('about:blank')
  await page.goto(address.replace(/m=.*$/, `m=${'0'.repeat(16)}`))
  await heading(page, tap('unknown.title'))
  await look('04-unknown')
}
