import { expect, test } from 'vitest'
import { publishAll } from '../../server/platform/events.ts'
import { inTransaction } from '../../server/platform/transaction.ts'
import { signIn } from '../support/cards.ts'
import { startTestServer } from '../support/server.ts'
import { listen } from '../support/stations.ts'

test('a page that was away while thousands of events came gets each of them, then what comes', async () => {
  await using server = await startTestServer()
  const { client } = await signIn(server, ['administrator'])
  const address = await listen(server)
  const tell = (...types: string[]) =>
    inTransaction(server.db, (tx) =>
      publishAll(
        types.map((type) => ({
          work: { tx, now: server.clock.now() },
          event: { topic: 'stations', type, data: {} },
        })),
      ),
    )
  const missed = Array.from({ length: 2_300 }, (_, index) => `missed-${index}`)
  await tell(...missed)

  const left = new AbortController()
  const headers = { cookie: client.cookie(), 'last-event-id': '1.00000000-0000-0000-0000-000000000000' }
  const stream = await fetch(`${address}/api/v1/events?topic=stations`, { headers, signal: left.signal })
  const seen: string[] = []
  const reading = (async () => {
    let rest = ''
    for await (const text of (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      const parts = (rest + text).split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const type = /"type":"([^"]+)"/.exec(part)?.[1]
        if (type) seen.push(type)
      }
    }
  })().catch(() => {}) // it ends when we leave
  await expect.poll(() => seen.length).toBeGreaterThanOrEqual(missed.length)
  await tell('live')
  await expect.poll(() => seen.at(-1)).toBe('live')
  left.abort()
  await reading
  expect(seen).toEqual([...missed, 'live'])
})
