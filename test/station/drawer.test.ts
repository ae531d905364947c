import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { blankKinds } from '../../hardware/simulator/blank-kinds.ts'
import { openDrawer } from '../../hardware/simulator/drawer.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { blankStripe } from '../../hardware/simulator/stripe.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawer-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a drawer of the first format, in which all cards were NTAG 424 DNA, opens and is written anew', async () => {
  const file = join(folder, 'first.json')
  const chip = VirtualNtag424.blank('04112233445566').toJSON()
  const card = { uid: chip.uid, chip: { ...chip, sdmReadCounter: 7 }, stripe: blankStripe() }
  await writeFile(file, JSON.stringify({ version: 1, cards: [card] }))

  const drawer = await openDrawer(file)
  expect(drawer.find(card.uid)).toMatchObject({ kind: 'ntag424-dna' })
  expect(drawer.find(card.uid)?.chip?.toJSON()).toMatchObject({ sdmReadCounter: 7 })
  await drawer.save()
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ version: 2 })
})

test('every kind of card outlives the drawer with all that was written to it', async () => {
  const file = join(folder, 'all.json')
  const drawer = await openDrawer(file)
  const cards = blankKinds.map((kind) => drawer.takeBlank({ kind }))
  await drawer.save()
  const again = await openDrawer(file)
  for (const { uid, kind, chip } of cards) {
    const kept = again.find(uid)
    expect(kept?.kind).toBe(kind)
    expect(kept?.chip?.toJSON()).toEqual(chip?.toJSON())
    expect(kept?.chip === undefined).toBe(kind === 'stripe-only')
  }
})

test('a reader names the card that lies on it, smart card or tag', async () => {
  const drawer = await openDrawer()
  for (const kind of blankKinds) {
    const { uid, chip } = drawer.takeBlank({ kind })
    if (!chip) continue
    expect(Buffer.from(chip.process(Uint8Array.of(0xff, 0xca, 0, 0, 0))).toString('hex')).toBe(
      `${uid.toLowerCase()}9000`,
    )
  }
})
