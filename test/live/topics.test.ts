import { expect, test } from 'vitest'
import { setScene } from '../drives/scene.ts'
import { signIn } from '../support/cards.ts'
import type { Client } from '../support/server.ts'
import { listen } from '../support/stations.ts'

test('whoever watches sees no more than whoever asks', async () => {
  await using scene = await setScene()
  const { server, manager, promoter, boothId, driveId, batch } = scene
  const stranger = await signIn(server, ['promoter'])
  const address = await listen(server)
  const watch = async ({ client }: { client: Client }, topic: string): Promise<number> => {
    const left = new AbortController()
    const headers = { cookie: client.cookie() }
    const stream = await fetch(`${address}/api/v1/events?topic=${topic}`, { headers, signal: left.signal })
    left.abort()
    return stream.status
  }
  for (const topic of [`booth:${boothId}`, `drive:${driveId}`]) {
    expect([topic, await watch(promoter, topic)]).toEqual([topic, 200])
    expect([topic, await watch(manager, topic)]).toEqual([topic, 200])
    expect([topic, await watch(stranger, topic)]).toEqual([topic, 403])
  }
  for (const topic of ['alerts', `batch:${batch.id}`]) {
    expect([topic, await watch(manager, topic)]).toEqual([topic, 200])
    expect([topic, await watch(promoter, topic)]).toEqual([topic, 403])
  }
  expect(await watch(stranger, 'stations')).toBe(200)
  for (const topic of [`kiosk:${boothId}`, `booth:${driveId}`, 'booth:------------------------------------'])
    expect([topic, await watch(manager, topic)]).toEqual([topic, 403])
})
