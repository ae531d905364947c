import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkCardCode, type CardKeys } from '../../kiosk/api/card-signature.ts'
import { qrText } from '../../server/cards/index.ts'
import { startTestServer, type TestServer } from '../support/server.ts'

let server: TestServer
let keys: CardKeys

beforeAll(async () => {
  server = await startTestServer()
  keys = (await server.client().get<CardKeys>('/card-keys')).body
})
afterAll(() => server.stop())

const number = '9156071234567890'
const code = () => qrText(server.keys, 'https://vip.example', number)
const cases = () => ({
  genuine: code(),
  'another number': code().replace(number, '9156071234567891'),
  'another signature': code().replace(/~../, '~AA'),
  'no code': number,
  nonsense: 'https://vip.example/t#b=ABCDEF',
})
const verdicts = {
  genuine: 'genuine',
  'another number': 'forged',
  'another signature': 'forged',
  'no code': 'not-a-card',
  nonsense: 'not-a-card',
}

describe('a signed code is checked without network', () => {
  test('here, with the keys that anybody may fetch', async () => {
    expect(keys.keys).toHaveLength(1)
    const said = await Promise.all(
      Object.entries(cases()).map(async ([name, text]) => [name, (await checkCardCode(text, keys)).kind]),
    )
    expect(Object.fromEntries(said)).toEqual(verdicts)
    const [key] = keys.keys
    expect(await checkCardCode(code(), keys)).toEqual({
      kind: 'genuine',
      cardNumber: number,
      generation: key?.generation,
    })
  })

  test('in a browser, by the same file', async () => {
    const input = fileURLToPath(new URL('../../kiosk/api/card-signature.ts', import.meta.url))
    const bundle = await rolldown({ input })
    const { output } = await bundle.generate({ format: 'iife', name: 'cardSignature' })
    await bundle.close()
    const site = createServer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>code</title>'),
    ).listen(0, '127.0.0.1')
    await once(site, 'listening')
    const address = site.address()
    if (!address || typeof address === 'string') throw new Error('it listens')
    const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
    try {
      const page = await browser.newPage()
      await page.goto(`http://127.0.0.1:${address.port}/`)
      await page.context().setOffline(true)
      await page.addScriptTag({ content: output[0].code })
      const said = await page.evaluate(
        async ({ texts, keys: known }) => {
          const { cardSignature } = globalThis as unknown as {
            cardSignature: { checkCardCode: typeof checkCardCode }
          }
          const check = cardSignature.checkCardCode
          const answers = Object.entries(texts).map(async ([name, text]) => [
            name,
            (await check(text, known)).kind,
          ])
          return Object.fromEntries(await Promise.all(answers)) as Record<string, string>
        },
        { texts: cases(), keys },
      )
      expect(said).toEqual(verdicts)
    } finally {
      await browser.close()
      site.close()
    }
  }, 60_000)
})
