import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPages, drawLineTo, newDisk, openTablet, type Line } from '../booth-offline/ground.ts'
import { beginShift, enrol, pair, unlock, waitingCount } from '../booth-offline/hands.ts'
import { done, setScene, type Scene } from '../drives/scene.ts'
import { listen } from '../support/stations.ts'
import { newLaptopProcess, type LaptopProcess } from './laptop-process.ts'
import { relayTo, type Relay } from './relay.ts'

let pages: ReturnType<typeof buildPages>
let scene: Scene
let toHeadquarters: Relay
let laptop: LaptopProcess
let booth: Line

beforeAll(async () => {
  pages = buildPages()
  scene = await setScene({ cards: 10, umbrellas: 10 })
  toHeadquarters = await relayTo(await listen(scene.server))
  laptop = await newLaptopProcess()
  const { code } = done(
    await scene.manager.client.post<{ code: string }>(`/drives/${scene.driveId}/laptop-codes`),
  )
  await laptop.start('--headquarters', toHeadquarters.url, '--code', code, '--name', '一号笔记本')
  booth = await drawLineTo(laptop.address, { pages: pages.folder })
}, 600_000)

afterAll(async () => {
  await booth[Symbol.asyncDispose]()
  await laptop[Symbol.asyncDispose]()
  await toHeadquarters[Symbol.asyncDispose]()
  await scene[Symbol.asyncDispose]()
  pages[Symbol.dispose]()
}, 60_000)

const settled = { timeout: 90_000, interval: 500 }
const enrolments = async () =>
  (await scene.server.db.selectFrom('enrolments').select('card_number').execute()).length

let next = 0
const visitor = () => {
  const index = (next += 1)
  return { phone: `1390000001${index}`, name: `欧阳来宾${index}`, card: scene.cards[index]?.cardNumber ?? '' }
}

test.each([
  ['zh-CN', '已保存在本平板和展位笔记本'],
  ['en', "Saved on this tablet and on the booth's laptop"],
] as const)(
  'a tablet is paired through the laptop; what it enrols without a line survives the laptop’s battery and its own death, in %s',
  { timeout: 600_000 },
  async (language, words) => {
    const before = await enrolments()
    const disk = newDisk()
    const context = await openTablet(disk, { language })
    context.setDefaultTimeout(60_000)
    const page = context.pages()[0] ?? (await context.newPage())
    const { code } = done(
      await scene.manager.client.post<{ code: string }>(`/booths/${scene.boothId}/tablet-codes`),
    )
    await pair(page, { url: booth.url, code })
    await unlock(page)
    await beginShift(page)
    await enrol(page, visitor())
    await page.locator('.done .notice').first().waitFor()
    await expect.poll(() => waitingCount(page), settled).toBe(0)

    toHeadquarters.cut()
    await page.locator('button.primary').click()
    await enrol(page, visitor())
    await page.locator('.tablet-waiting', { hasText: words }).waitFor()
    await page.screenshot({ path: `test/output/laptop-tablet.${language}.png` })
    await page.getByRole('heading', { name: words }).waitFor()
    await laptop.kill()
    await page.locator('button.primary').click()
    await enrol(page, visitor())
    await laptop.start()
    await expect
      .poll(async () => (await page.locator('.tablet-waiting').innerText()).includes(words), settled)
      .toBe(true)
    const { violations } = await new AxeBuilder({ page }).exclude('[data-live-announcer]').analyze()
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])

    await context.close()
    rmSync(disk, { recursive: true })

    expect(await enrolments()).toBe(before + 1)
    expect(whatLies(laptop.folder)).not.toMatch(/欧阳来宾|1390000001\d|consentVersion/)
    toHeadquarters.mend()
    await expect.poll(enrolments, settled).toBe(before + 3)
    const verdicts = await scene.server.db.selectFrom('tablet_entries').select('verdict').execute()
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['accepted']))
  },
)

/** All bytes of the laptop's data folder, write-ahead log and all. */
const whatLies = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
