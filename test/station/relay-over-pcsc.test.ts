import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { personalise } from '../../hardware/nfc/personalise.ts'
import { readTap } from '../../hardware/nfc/read-tap.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { driverNames } from '../../hardware/nfc/pcsc/driver.ts'
import { keysOf, planFor } from '../nfc/cards.ts'
import { parseSun, verifySun } from '../../hardware/nfc/sdm.ts'
import { startPcscd, type PrivatePcscd } from '../support/pcsc-daemon.ts'
import { plugCard, type PluggableCard, type PluggedCard } from '../support/vpcd-card.ts'
import { openPeer, TOKEN, type Peer } from './peer.ts'
import { startStation, type StationProcess } from './process.ts'

const reader = 'Test reader 00 00'
const otherReader = 'Test reader 00 01'

describe.each(driverNames)('through %s', (driver) => {
  let pcscd: PrivatePcscd
  let peer: Peer
  let station: StationProcess
  const plugged: PluggedCard[] = []

  beforeAll(async () => {
    pcscd = await startPcscd()
    peer = await openPeer()
    station = startStation(
      { serverUrl: peer.url, token: TOKEN, simulated: false },
      { PCSCLITE_CSOCK_NAME: pcscd.socketPath, CARDWRIGHT_PCSC_DRIVER: driver },
    )
    await station.untilItSays(`reached through ${driver}`)
    await station.untilItSays(otherReader)
    await station.untilItSays('Connected')
    for (const name of [reader, otherReader])
      await peer.ask({ type: 'set-mode', reader: name, mode: 'encode' })
  })
  afterEach(async () => {
    for (const card of plugged.splice(0)) await card.remove()
    await untilReadersAreEmpty()
  })
  afterAll(async () => {
    await station?.stop()
    await peer?.close()
    await pcscd?.stop()
  })

  async function lay(card: PluggableCard, slot: 0 | 1 = 0) {
    const plug = await plugCard(pcscd.slotPorts[slot], card)
    plugged.push(plug)
    const present = await peer.next('card-present', (m) => m.reader === (slot === 0 ? reader : otherReader))
    return { plug, present }
  }

  /** pcscd looks at its slots every 400 ms: a card that comes sooner than that is taken for the one before. */
  async function untilReadersAreEmpty(): Promise<void> {
    const lying = new Set<string>()
    for (const message of peer.heard) {
      if (message.type === 'card-present') lying.add(message.reader)
      if (message.type === 'card-gone') lying.delete(message.reader)
    }
    if (lying.size === 0 || !station.isAlive) return
    await new Promise((resolve) => setTimeout(resolve, 50))
    await untilReadersAreEmpty()
  }

  describe('a station with PC/SC readers', () => {
    test('names its readers to the server, as real ones', async () => {
      const names = new Set<string>()
      for (const message of peer.heard) {
        if (message.type === 'hello') for (const device of message.devices) names.add(device.name)
        if (message.type === 'device-changed') names.add(message.device.name)
        expect(JSON.stringify(message)).not.toContain('"simulated":true')
      }
      expect(names).toEqual(new Set([reader, otherReader]))
    })

    test('says that it lives every second', async () => {
      await peer.next('heartbeat')
      const before = Date.now()
      await peer.next('heartbeat')
      expect(Date.now() - before).toBeLessThan(1500)
    })

    test('reports a card with its UID, relays commands both ways, and reports the removal', async () => {
      const { plug, present } = await lay(echoCard())
      expect(present.uid).toBe('04112233445566')
      const answer = await peer.ask({ type: 'transmit', reader, apdus: ['00A40400'] })
      expect(answer).toEqual({ answers: ['00A404009000'] })
      const longest = '00'.repeat(4) + 'FF' + 'AB'.repeat(250)
      expect(await peer.ask({ type: 'transmit', reader, apdus: [longest] })).toEqual({
        answers: [`${longest}9000`],
      })
      await plug.remove()
      expect((await peer.next('card-gone')).seq).toBe(present.seq)
      const late = await peer.ask({ type: 'transmit', reader, apdus: ['00A40400'] })
      expect(late.error?.code).toBe('no-card')
    })

    test('calls a card lost that is torn away in the middle of a command, and takes it again', async () => {
      const card = echoCard()
      const { present } = await lay(card)
      card.torn = true
      const answer = await peer.ask({ type: 'transmit', reader, apdus: ['00A40400'] })
      expect(answer.error).toEqual({ code: 'card-lost' })
      await peer.next('card-gone', (m) => m.seq === present.seq)
      card.torn = false
      const again = await lay(card)
      expect(again.present.seq).toBe(present.seq + 1)
      expect(await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })).toEqual({ answers: ['00B09000'] })
    })

    test('refuses a command that was meant for an earlier card', async () => {
      const first = await lay(echoCard())
      await first.plug.remove()
      await peer.next('card-gone', (m) => m.seq === first.present.seq)
      const second = await lay(echoCard())
      const { seq } = first.present
      const answer = await peer.ask({ type: 'transmit', reader, seq, apdus: ['00A40400'] })
      expect(answer.error?.code).toBe('card-lost')
      expect(second.plug.apdus).toBe(0)
    })

    test('powers the card off and on when the server is done with it', async () => {
      const card = echoCard()
      await lay(card)
      const before = card.powerOffs
      expect(await peer.ask({ type: 'release-card', reader })).toEqual({})
      expect(card.powerOffs).toBeGreaterThan(before)
      expect(await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })).toEqual({ answers: ['00B09000'] })
    })

    test('says which reader it does not have', async () => {
      const answer = await peer.ask({ type: 'transmit', reader: 'No such reader', apdus: ['00A40400'] })
      expect(answer.error?.code).toBe('device-missing')
    })

    test('a card is personalised through it, and its next tap in tap mode verifies', async () => {
      const chip = VirtualNtag424.blank('04A1B2C3D4E5F6')
      await lay(chip)
      const made = await personalise(peer.channel(reader), planFor())
      expect(made).toMatchObject({ outcome: 'finished', uid: chip.uid })

      peer.send({ type: 'set-mode', reader: otherReader, mode: 'tap' })
      await peer.next('device-changed', (m) => m.device.name === otherReader && m.device.mode === 'tap')
      await plugged.pop()?.remove()
      await lay(chip, 1)
      const { uri } = await peer.next('tap')
      const message = parseSun(uri)
      const [, metaReadKey] = keysOf(chip.uid)
      const reading = message && verifySun(message, { metaReadKey, fileReadKeyOf: (uid) => keysOf(uid)[2] })
      expect(reading?.uid).toBe(chip.uid)
      peer.send({ type: 'set-mode', reader: otherReader, mode: 'encode' })
      await peer.next('device-changed', (m) => m.device.name === otherReader && m.device.mode === 'encode')
    })

    test('a card torn in the middle of personalising is finished when it is fed again', async () => {
      const chip = VirtualNtag424.blank('04A1B2C3D4E5F7')
      const first = await lay(chip)
      chip.tearAt({ apdu: 9, phase: 'after' })
      await expect(personalise(peer.channel(reader), planFor())).rejects.toMatchObject({ code: 'card-lost' })
      await peer.next('card-gone', (m) => m.seq === first.present.seq)
      await lay(chip)
      expect(await personalise(peer.channel(reader), planFor())).toMatchObject({ outcome: 'finished' })
      expect(await readTap(peer.channel(reader))).toContain('https://')
    })

    test('tells a person in tap mode when a card has no address of ours', async () => {
      await peer.ask({ type: 'set-mode', reader, mode: 'tap' })
      await lay({ ...echoCard(), process: () => Uint8Array.of(0x6a, 0x82) })
      expect((await peer.next('misread')).error.code).toBe('unknown-card')
      await peer.ask({ type: 'set-mode', reader, mode: 'encode' })
    })

    test('lives through the death of pcscd, says it in one sentence, and finds the readers again', async () => {
      await lay(echoCard())
      await pcscd.kill()
      const notice = await peer.next('driver-missing')
      expect(notice.driver).toBe('pcscd')
      const said = await station.untilItSays(
        'The card-reader service (pcscd) does not run: start it, and the readers come back by themselves.',
      )
      expect(said).toContain('systemctl start pcscd')
      await peer.next('device-changed', (m) => m.device.name === reader && m.device.state === 'gone')
      const meanwhile = await peer.ask({ type: 'transmit', reader, apdus: ['00A40400'] })
      expect(meanwhile.error?.code).toBe('device-missing')
      await peer.next('heartbeat')

      await pcscd.start()
      await peer.next('driver-found')
      await peer.next('device-changed', (m) => m.device.name === reader && m.device.state === 'ready')
      await lay(echoCard())
      expect(await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })).toEqual({ answers: ['00B09000'] })
      expect(station.sentences.filter((said) => said.includes('does not run'))).toHaveLength(1)
      expect(station.isAlive).toBe(true)
    })

    test('comes back to a server that was away, and tells anew what lies on its readers', async () => {
      const card = echoCard()
      const { present } = await lay(card)
      await peer.goAway()
      await station.untilItSays('lost')
      const awayPowerOffs = card.powerOffs
      await peer.comeBack()
      await peer.next('hello', (m) => m.devices.some((d) => d.name === reader && d.state === 'occupied'))
      const again = await peer.next('card-present', (m) => m.reader === reader)
      expect(again.seq).toBe(present.seq)
      expect(awayPowerOffs).toBeGreaterThan(0)
      expect(await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })).toEqual({ answers: ['00B09000'] })
    })

    test('obeys no simulation', async () => {
      const answer = await peer.simulate({ kind: 'take-blank' })
      expect(answer.error?.code).toBe('device-missing')
    })

    test('stops when it is told to, with a card on its reader', async () => {
      await lay(echoCard())
      const { exitCode } = await station.stop()
      expect(exitCode).toBe(0)
    })
  })

  describe('a station that starts where pcscd does not run', () => {
    test('says so, keeps its connection, and finds the readers when the service starts', async () => {
      await pcscd.kill()
      expect(await isListening(pcscd.socketPath)).toBe(false)
      const late = startStation(
        { serverUrl: peer.url, token: TOKEN, simulated: false },
        { PCSCLITE_CSOCK_NAME: pcscd.socketPath, CARDWRIGHT_PCSC_DRIVER: driver },
      )
      try {
        await late.untilItSays('does not run')
        await peer.next('hello')
        await peer.next('heartbeat')
        await pcscd.start()
        await late.untilItSays(reader)
        expect(late.isAlive).toBe(true)
      } finally {
        expect((await late.stop()).exitCode).toBe(0)
      }
    })
  })
})

const isListening = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(Boolean(socket.destroy())))
    socket.once('error', () => resolve(false))
  })

/** Answers what it was told, and remembers how often it was powered off. */
function echoCard(): PluggableCard & { powerOffs: number; torn: boolean } {
  return {
    atr: Buffer.from('3B8180018080', 'hex'),
    uid: '04112233445566',
    powerOffs: 0,
    torn: false,
    process(apdu) {
      return this.torn ? new Uint8Array() : Uint8Array.from([...apdu, 0x90, 0x00])
    },
    powerOff() {
      this.powerOffs += 1
    },
  }
}
