import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { isWhole } from '../support/slice.ts'
import type { Language } from './words.ts'

/** Sizes in CSS pixels of what the pages are used on. */
export const devices = {
  office: { width: 1440, height: 900 },
  booth: { width: 1280, height: 800 },
  member: { width: 1080, height: 1920 },
  phone: { width: 390, height: 844 },
} as const

const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--no-first-run',
]

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: quietly })

/** One person's browser, and everything in it that must not be. */
export interface Visit extends AsyncDisposable {
  page: Page
  /** Looks at the screen as it is now: axe, its width, and a picture in test/output/pages. */
  look(screen: string): Promise<void>
  /** Measures the colours of the screen as it is now in the other looks of the house. */
  lookInOtherThemes(screen: string): Promise<void>
  /** What was wrong so far, one line each; empty when all is well. */
  faults: string[]
}

interface VisitOptions {
  url: string
  device: keyof typeof devices
  language: Language
  /** answers of the API that belong to the story, such as `401 GET /api/v1/kiosk` */
  refusals?: readonly string[]
}

export async function visit(browser: Browser, options: VisitOptions): Promise<Visit> {
  const { device, language } = options
  const context = await browser.newContext({
    viewport: devices[device],
    locale: language === 'en' ? 'en-GB' : 'zh-CN',
    reducedMotion: 'reduce',
    colorScheme: 'light',
    timezoneId: 'Asia/Shanghai',
  })
  context.setDefaultTimeout(20_000)
  const faults: string[] = []
  watch(context, options, (fault) => faults.push(`${device}: ${fault}`))
  const page = await context.newPage()
  return {
    page,
    faults,
    async look(screen) {
      const name = `${device}-${screen}`
      await page.evaluate(() => document.fonts.ready)
      if (isWhole) {
        const axe = new AxeBuilder({ page }).withTags(wcag)
        faults.push(...(await faultsBy(axe)).map((fault) => `${name}: ${fault}`))
      }
      faults.push(...(await tooWide(page)).map((fault) => `${name}: ${fault}`))
      await page.screenshot({ path: pictureOf(`${language}-${name}`), animations: 'disabled' })
    },
    async lookInOtherThemes(screen) {
      for (const [theme, rule] of [
        ['dark', 'color-contrast'],
        ['contrast', 'color-contrast-enhanced'],
      ] as const) {
        await page.evaluate((to) => (document.documentElement.dataset['theme'] = to), theme)
        const axe = new AxeBuilder({ page }).withRules([rule])
        faults.push(...(await faultsBy(axe)).map((fault) => `${device}-${screen} ${theme}: ${fault}`))
      }
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'))
    },
    async [Symbol.asyncDispose]() {
      // What a failed test leaves behind, to be looked at.
      await page.screenshot({ path: pictureOf(`last-${language}-${device}`) })
      await context.close()
    },
  }
}

const pictures = fileURLToPath(new URL('../output/pages/', import.meta.url))

function pictureOf(name: string): string {
  mkdirSync(pictures, { recursive: true })
  return `${pictures}${name}.png`
}

/** Hears what a visitor would not see: errors, refusals that do not belong, and words with other hosts. */
function watch(
  context: BrowserContext,
  { url, refusals = [] }: VisitOptions,
  report: (fault: string) => void,
) {
  const { host } = new URL(url)
  context.on('weberror', (error) => report(`error: ${error.error().message}`))
  context.on('console', (message) => {
    // A refused answer is written there too; the answer itself is judged below.
    const isAnswer = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isAnswer) report(`console: ${message.text()}`)
  })
  context.on('request', (request) => {
    const to = new URL(request.url())
    if (/^(https?|wss?):$/.test(to.protocol) && to.host !== host) report(`asked another host: ${to.host}`)
  })
  context.on('response', (response) => {
    const path = new URL(response.url()).pathname.replaceAll(/[0-9a-f-]{36}/g, ':id')
    const answer = `${response.status()} ${response.request().method()} ${path}`
    if (response.status() >= 400 && !refusals.includes(answer)) report(`answer: ${answer}`)
  })
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

async function faultsBy(axe: AxeBuilder): Promise<string[]> {
  // In place: the other mode opens a second page for each look. React-aria's announcer keeps for seven seconds what it
  // has read out, of elements that may be gone by then.
  const { violations } = await axe.setLegacyMode(true).exclude('[data-live-announcer]').analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, any }) => `axe ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`),
  )
}

async function tooWide(page: Page): Promise<string[]> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  return over > 0 ? [`${over} px wider than the screen`] : []
}
