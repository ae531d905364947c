import { expect } from 'vitest'
import { button, fill, heading, press, says, tick } from './gestures.ts'
import { factsOf, PASSWORD, type Seat } from './story.ts'

interface Person {
  name: string
  phone: string
  /** the card's number typed by hand; without it the next simulated card is tapped on the reader */
  typedCard?: string
  /** draws with a finger; otherwise the name is typed */
  draws?: boolean
  /** the screens that are looked at on the way; another person's differ in nothing but what is said here */
  seen: readonly Screen[]
}

export const screens = ['person', 'consent', 'card', 'card-seen', 'gift', 'done'] as const
type Screen = (typeof screens)[number]

async function signIn({ page, signIn }: Seat, name: string) {
  await fill(page, signIn('name'), name)
  await fill(page, signIn('password'), PASSWORD)
  await press(page, signIn('submit'))
}

/** Step 4b: a promoter signs in on the tablet, counts and signs for the cards, and opens the shift. */
export async function openShift(tablet: Seat, url: string) {
  const { page, look, booth, signIn: words } = tablet
  await page.goto(`${url}/booth/`)
  await heading(page, words('title'))
  await look('01-sign-in')
  await signIn(tablet, 'lin')
  await heading(page, booth('shift.title'))
  await look('02-open-shift')
  await fill(page, booth('delivery.counted'), 3)
  await press(page, booth('delivery.sign'))
  await page.getByLabel(booth('delivery.counted'), { exact: true }).waitFor({ state: 'detached' })
  await press(page, booth('shift.open'))
  await heading(page, booth('person.title'))
}

/**
 * Step 4c: one person in four steps, up to the screen that says what to hand over.
 * @returns the card that they got
 */
export async function enrol(tablet: Seat, person: Person, as: string): Promise<string> {
  const { page, booth, language } = tablet
  const look = async (screen: Screen) => {
    if (person.seen.includes(screen)) await tablet.look(`${as}-${screen}`)
  }
  const next = () => press(page, booth('next'))
  await fill(page, booth('person.phone'), person.phone)
  await fill(page, booth('person.name'), person.name)
  await fill(page, booth('person.birthday'), '19900308')
  await look('person')
  await next()

  await heading(page, booth('consent.title'))
  await tick(page, 'radio', factsOf[language].source)
  await sign(tablet, person)
  await look('consent')
  await next()

  await heading(page, booth('card.title'))
  await look('card')
  await showCard(tablet, person.typedCard)
  await says(page, booth('card.there'))
  await look('card-seen')
  await next()

  await heading(page, booth('gift.title'))
  await tick(page, 'radio', factsOf[language].umbrella)
  await look('gift')
  await press(page, booth('enrol'))
  await button(page, booth('done.next')).waitFor()
  await look('done')
  return (await page.locator('.hand-number').innerText()).replaceAll(/\D/g, '')
}

async function sign({ page, signature }: Seat, { name, draws }: Person) {
  if (draws) {
    const paper = await page.locator('.signature canvas').boundingBox()
    if (!paper) throw new Error('there is no paper to sign on')
    const at = (x: number, y: number) => [paper.x + paper.width * x, paper.y + paper.height * y] as const
    await page.mouse.move(...at(0.2, 0.4))
    await page.mouse.down()
    for (const [x, y] of [
      [0.3, 0.7],
      [0.4, 0.3],
      [0.5, 0.6],
      [0.7, 0.4],
    ] as const)
      await page.mouse.move(...at(x, y), { steps: 4 })
    await page.mouse.up()
  } else {
    await press(page, signature('type'))
    await fill(page, signature('typed'), name)
  }
}

async function showCard({ page, booth }: Seat, typedCard: string | undefined) {
  if (!typedCard) return press(page, booth('hands.tap'))
  await fill(page, booth('card.number'), typedCard)
  await press(page, booth('card.use'))
}

/** The paper that the person takes home. */
export async function readReceipt({ page, booth }: Seat) {
  await readPaper({ page }, booth('done.receipt'))
}

async function readPaper({ page }: Pick<Seat, 'page'>, name: string) {
  const address = await page.getByRole('link', { name, exact: true }).getAttribute('href')
  const paper = await page.request.get(new URL(address ?? '', page.url()).href)
  expect([paper.status(), paper.headers()['content-type']]).toEqual([200, 'application/pdf'])
  expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')
}

/** What the team is told; then the next person. */
export async function isTold({ page, booth }: Seat, outcome: 'done' | 'known') {
  await heading(page, booth(`${outcome}.title`))
  await press(page, booth('done.next'))
  await heading(page, booth('person.title'))
}

/** Step 8: one closes the shift and counts blind, another signs; the day is on one page. */
export async function countEvening(tablet: Seat) {
  const { page, look, booth, language } = tablet
  const { umbrella, broken } = factsOf[language]
  await press(page, booth('day.evening'))
  await heading(page, booth('evening.title'))
  await look('20-close-shift')
  await press(page, booth('shift.close'))
  await heading(page, booth('count.title'))
  await look('21-count')
  const counters = page.locator('.count-lines > li')
  await counters.nth(0).getByRole('textbox').fill('0')
  await counters.filter({ hasText: umbrella }).getByRole('textbox').fill('7')
  await press(page, booth('count.submit'))
  await says(page, booth('count.differs', { names: umbrella }))
  await look('22-differs')
  await fill(page, booth('count.reason'), broken)
  await press(page, booth('count.submit'))
  await says(page, booth('result.waits'))
  await look('23-counted')
  await press(page, booth('result.hand-over'))
  await signIn(tablet, 'zhou')
  await says(page, booth('result.sign.lead'))
  await look('24-second-person')
  await press(page, booth('result.sign'))
  await says(page, booth('result.signed', { name: factsOf[language].colleague }))
  await look('25-signed')
  await readPaper(tablet, booth('result.paper'))
}
