import { afterEach, beforeEach, expect, test } from 'vitest'
import { openPeer, TOKEN, type Peer } from './peer.ts'
import { startStation, type StationProcess } from './process.ts'

let peer: Peer
let station: StationProcess

beforeEach(async () => {
  peer = await openPeer()
})
afterEach(async () => {
  expect((await station.stop()).exitCode).toBe(0)
  await peer.close()
})

const startSimulated = (token: string): StationProcess =>
  startStation({ serverUrl: peer.url, token, simulated: true })

test('says once that the server is away, and is back within three seconds of its return', async () => {
  station = startSimulated(TOKEN)
  await peer.next('hello')
  await peer.goAway()
  await station.untilItSays('was lost')
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  await peer.comeBack()
  const before = Date.now()
  await peer.next('hello')
  expect(Date.now() - before).toBeLessThan(3_000)
  expect(station.sentences.filter((said) => said.includes('cannot be reached'))).toHaveLength(1)
})

test('says in one sentence that its token is not accepted, and goes on trying', async () => {
  station = startSimulated('revoked')
  await station.untilItSays('The server does not accept this station: pair it again.')
  expect(station.isAlive).toBe(true)
})

test('lets a message pass that it does not know', async () => {
  station = startSimulated(TOKEN)
  await peer.next('hello')
  peer.send({ type: 'open-the-window' } as never)
  await station.untilItSays('update the station')
  expect((await peer.simulate({ kind: 'list-drawer' })).drawer).toEqual([])
})
