import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DrawerCard } from '../../hardware/station/messages.ts'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { parseSun, verifySun } from '../../hardware/nfc/sdm.ts'
import { keysOf, planFor } from '../nfc/cards.ts'
import { runStation, type Station } from '../../hardware/station/run.ts'
import { openPeer, TOKEN, type Peer } from './peer.ts'

const desk = 'Desk reader'
const kiosk = 'Kiosk reader'
const tracks = { track1: 'B9156010000000018^MEMBER/^4912', track2: '9156010000000018=4912' }

let folder: string
let drawerFile: string
let peer: Peer
let station: Station

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cardwright-drawer-'))
})
beforeEach(async () => {
  drawerFile = join(folder, `${randomUUID()}.json`)
  peer = await openPeer()
  station = await started()
  await peer.next('hello')
})
afterEach(async () => {
  await station.stop()
  await peer.close()
})
afterAll(() => rm(folder, { recursive: true }))

const started = (): Promise<Station> =>
  runStation({ serverUrl: peer.url, token: TOKEN, simulated: true, drawerFile, log: () => undefined })

async function takeBlank(reader?: string): Promise<DrawerCard> {
  const answer = await peer.simulate({ kind: 'take-blank', ...(reader && { reader }) })
  return answer.drawer![0]!
}

function verified(uri: string, uid: string) {
  const message = parseSun(uri)
  const metaReadKey = keysOf(uid)[1]
  return message && verifySun(message, { metaReadKey, fileReadKeyOf: (uid) => keysOf(uid)[2] })
}

describe('a simulated station', () => {
  test('announces six devices, each marked as simulated', async () => {
    const hello = peer.heard.find((message) => message.type === 'hello')
    const devices = hello?.type === 'hello' ? hello.devices : []
    expect(devices.map(({ name, kind, mode }) => `${kind} ${name} ${mode}`)).toEqual([
      'nfc-reader Desk reader encode',
      'nfc-reader Booth reader tap',
      'nfc-reader Kiosk reader tap',
      'magnetic Desk stripe writer encode',
      'magnetic Booth swipe tap',
      'magnetic Kiosk swipe tap',
    ])
    expect(devices.every(({ simulated }) => simulated)).toBe(true)
  })

  test('carries a card from blank through personalising and its stripe to a tap and a swipe at the kiosk', async () => {
    const { uid } = await takeBlank(desk)
    expect(uid).toMatch(/^04[0-9A-F]{12}$/)
    expect((await peer.next('card-present')).uid).toBe(uid)
    expect(await personalise(peer.channel(desk), planFor())).toMatchObject({ outcome: 'finished', uid })

    const device = 'Desk stripe writer'
    expect(await peer.ask({ type: 'magnetic-write', device, tracks, coercivity: 'high' })).toEqual({})
    expect(await peer.ask({ type: 'magnetic-read', device })).toEqual({ tracks })

    await peer.simulate({ kind: 'put-card', uid, reader: kiosk })
    await peer.next('card-gone', (m) => m.reader === desk)
    const first = verified((await peer.next('tap', (m) => m.reader === kiosk)).uri, uid)
    expect(first?.uid).toBe(uid)
    await peer.simulate({ kind: 'remove-card', reader: kiosk })
    await peer.next('card-gone', (m) => m.reader === kiosk)
    await peer.simulate({ kind: 'put-card', uid, reader: kiosk })
    const second = verified((await peer.next('tap')).uri, uid)
    expect(second!.counter).toBe(first!.counter + 1)

    await peer.simulate({ kind: 'swipe', uid, device: 'Kiosk swipe' })
    expect(await peer.next('swipe')).toEqual({ type: 'swipe', device: 'Kiosk swipe', tracks })
  })

  test('tears a card away at the command that it was told, and the card is finished when it is fed again', async () => {
    const { uid } = await takeBlank(desk)
    await peer.simulate({ kind: 'tear-next', reader: desk, apdu: 7, phase: 'during' })
    await expect(personalise(peer.channel(desk), planFor())).rejects.toMatchObject({ code: 'card-lost' })
    await peer.next('card-gone')
    await peer.simulate({ kind: 'put-card', uid, reader: desk })
    expect(await personalise(peer.channel(desk), planFor())).toMatchObject({ outcome: 'finished', uid })
  })

  test('tears a blank away that was taken to be torn, however soon the personalisation begins', async () => {
    const tear = { apdu: 1, phase: 'before' } as const
    await peer.simulate({ kind: 'take-blank', reader: desk, tear })
    await expect(personalise(peer.channel(desk), planFor())).rejects.toMatchObject({ code: 'card-lost' })
    await peer.next('card-gone')
  })

  test('keeps its cards over a restart, in a file that only its owner can read', async () => {
    const { uid } = await takeBlank(desk)
    await personalise(peer.channel(desk), planFor())
    await peer.ask({ type: 'magnetic-write', device: 'Desk stripe writer', tracks, coercivity: 'high' })
    expect((await stat(drawerFile)).mode & 0o777).toBe(0o600)
    await station.stop()
    station = await started()
    await peer.next('hello')
    expect(await peer.simulate({ kind: 'list-drawer' })).toEqual({ drawer: [{ uid, tracks }] })
    await peer.simulate({ kind: 'put-card', uid, reader: kiosk })
    expect(verified((await peer.next('tap')).uri, uid)?.uid).toBe(uid)
  })

  test('says where each card lies; a place holds one card and a card is in one place', async () => {
    const [a, b] = [await takeBlank(desk), await takeBlank(desk)]
    await peer.simulate({ kind: 'put-card', uid: b.uid, reader: 'Booth reader' })
    expect((await peer.simulate({ kind: 'list-drawer' })).drawer).toEqual([
      { uid: a.uid, tracks: {} },
      { uid: b.uid, tracks: {}, reader: 'Booth reader' },
    ])
  })

  test('waits with a stripe until a card lies on the desk', async () => {
    const writing = peer.ask({
      type: 'magnetic-write',
      device: 'Desk stripe writer',
      tracks,
      coercivity: 'high',
    })
    await peer.next('device-changed', (m) => m.device.state === 'waiting')
    const { uid } = await takeBlank(desk)
    expect(await writing).toEqual({})
    expect((await peer.simulate({ kind: 'list-drawer' })).drawer).toEqual([{ uid, tracks, reader: desk }])
  })

  test('tells the kiosk what to say of a stripe that cannot be read', async () => {
    const { uid } = await takeBlank()
    await peer.simulate({ kind: 'swipe', uid, device: 'Kiosk swipe' })
    const misread = await peer.next('misread')
    expect(misread.error).toEqual({ code: 'bad-swipe' })
  })

  test.each([
    [{ kind: 'put-card', uid: '04FFFFFFFFFFFF', reader: desk }, 'no-card'],
    [{ kind: 'take-blank', reader: 'No such reader' }, 'device-missing'],
    [{ kind: 'tear-next', reader: desk, apdu: 1, phase: 'after' }, 'no-card'],
    [{ kind: 'swipe', uid: '04FFFFFFFFFFFF', device: 'Kiosk swipe' }, 'no-card'],
  ] as const)('answers %j with %s', async (action, code) => {
    expect((await peer.simulate(action)).error?.code).toBe(code)
  })

  test('answers a text that no stripe can hold, and the writer goes on working', async () => {
    const device = 'Desk stripe writer'
    await takeBlank(desk)
    const wrong = { track2: 'LETTERS' }
    const refused = await peer.ask({ type: 'magnetic-write', device, tracks: wrong, coercivity: 'high' })
    expect(refused.error?.code).toBe('write-failed')
    expect(await peer.ask({ type: 'magnetic-write', device, tracks, coercivity: 'high' })).toEqual({})
  })
})
