import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { driverNames } from '../../hardware/nfc/pcsc/driver.ts'
import { startPcscd, type PrivatePcscd } from '../support/pcsc-daemon.ts'
import { someOf } from '../support/slice.ts'
import { plugCard, type PluggableCard, type PluggedCard } from '../support/vpcd-card.ts'
import { openPeer, TOKEN, type Peer } from './peer.ts'
import { startStation, type StationProcess } from './process.ts'

const card = (): PluggableCard => ({
  atr: Buffer.from('3B8180018080', 'hex'),
  uid: '04112233445566',
  process: (apdu) => Uint8Array.from([...apdu, 0x90, 0x00]),
  powerOff: () => undefined,
})
const SERVICE_DOWN =
  'The card-reader service (pcscd) does not run: start it, and the readers come back by themselves.'

describe.each(someOf(driverNames, 1))('a station with %s', (driver) => {
  let pcscd: PrivatePcscd
  let peer: Peer
  let station: StationProcess
  let plugged: PluggedCard | undefined
  let reader: string

  beforeEach(async () => {
    pcscd = await startPcscd(2)
    reader = pcscd.slots[1]?.reader ?? ''
    peer = await openPeer()
  })
  afterEach(async () => {
    const { exitCode } = await station.stop()
    await plugged?.remove()
    await peer.close()
    await pcscd.stop()
    expect(exitCode).toBe(0)
  })

  function start(): void {
    station = startStation(
      { serverUrl: peer.url, token: TOKEN, simulated: false },
      { PCSCLITE_CSOCK_NAME: pcscd.socketPath, CARDWRIGHT_PCSC_DRIVER: driver },
    )
  }

  const lay = async (): Promise<void> => {
    plugged = await plugCard(pcscd.slots[1]?.port ?? 0, card())
  }
  const readerIs = (state: 'ready' | 'gone') =>
    peer.next('device-changed', ({ device }) => device.name === reader && device.state === state)

  /** Waits for a card that is new to the server and has it answer a command. */
  async function cardAnswers(): Promise<void> {
    await peer.next('card-present', (message) => message.reader === reader)
    await peer.ask({ type: 'set-mode', reader, mode: 'encode' })
    expect(await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })).toEqual({ answers: ['00B09000'] })
    expect(station.isAlive).toBe(true)
  }

  test('takes up a card that was left on the reader before it started', async () => {
    await lay()
    start()
    await cardAnswers()
  })

  test('starts without pcscd, and where pcscd left its socket behind', async () => {
    await pcscd.kill()
    expect(existsSync(pcscd.socketPath)).toBe(true)
    start()
    expect((await peer.next('driver-missing')).driver).toBe('pcscd')
    await station.untilItSays(SERVICE_DOWN)
    await rm(pcscd.socketPath)
    await peer.next('heartbeat')
    await pcscd.start()
    await peer.next('driver-found')
    await lay()
    await cardAnswers()
    expect(station.sentences.filter((said) => said.includes('does not run'))).toHaveLength(1)
  })

  test('goes on when pcscd dies and comes back, first without one of its readers', async () => {
    start()
    await station.untilItSays('Connected')
    await station.untilItSays(`Reader ready: ${reader}`)
    await pcscd.kill()
    await readerIs('gone')
    expect((await peer.next('driver-missing')).driver).toBe('pcscd')
    await station.untilItSays(SERVICE_DOWN)
    await pcscd.start(1)
    await peer.next('driver-found')
    await station.untilItSays(`Reader ready: ${pcscd.slots[0]?.reader ?? ''}`, 2)
    const answer = await peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })
    expect(answer.error?.code).toBe('device-missing')
    await pcscd.kill()
    await peer.next('driver-missing')
    await pcscd.start()
    await readerIs('ready')
    await lay()
    await cardAnswers()
    expect(station.sentences.join()).not.toContain('stopped')
  })

  test('says that another program holds the card, and takes the card up when that lets go', async () => {
    start()
    await station.untilItSays(`Reader ready: ${reader}`)
    const other = otherProgram(pcscd, reader)
    await other.isWatching
    await stopDriver(station, 'SIGKILL') // so that the other program comes first
    await lay()
    await other.holds
    const { device, error } = await peer.next('misread')
    expect({ device, error }).toEqual({
      device: reader,
      error: { code: 'card-held' },
    })
    await station.untilItSays(
      'Another program on this computer holds the card: close that program, and the card is taken up by itself.',
    )
    expect(peer.heard.some(({ type }) => type === 'card-present')).toBe(false)
    other.letGo()
    await cardAnswers()
  })

  test.each(['SIGKILL', 'SIGSTOP'] as const)(
    'starts its driver anew when that is ended or hangs (%s)',
    async (signal) => {
      await lay()
      start()
      await cardAnswers()
      const before = performance.now()
      await stopDriver(station, signal)
      const cut = peer.ask({ type: 'transmit', reader, apdus: ['00B0'] })
      const notice = await peer.next('driver-missing')
      expect(performance.now() - before).toBeLessThan(signal === 'SIGSTOP' ? 6_000 : 3_000)
      expect(notice).toMatchObject({ driver: 'nfc-driver' })
      await station.untilItSays('is being started again')
      expect(['reader-gone', 'device-missing']).toContain((await cut).error?.code)
      await readerIs('gone')
      await peer.next('driver-found')
      await cardAnswers()
    },
  )
})

/** Sends a signal to the process that the native library lives in. */
async function stopDriver({ pid }: StationProcess, signal: 'SIGKILL' | 'SIGSTOP'): Promise<void> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  for (const child of children.trim().split(' ')) {
    const command = await readFile(`/proc/${child}/cmdline`, 'utf8')
    if (command.includes('pcsc/child')) return void process.kill(Number(child), signal)
  }
  throw new Error('the station has no process for its driver')
}

function otherProgram(pcscd: PrivatePcscd, reader: string) {
  const program = fileURLToPath(new URL('other-program.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', program, reader], {
    env: { ...process.env, PCSCLITE_CSOCK_NAME: pcscd.socketPath },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const isWatching = once(child.stdout, 'data')
  return {
    isWatching,
    holds: isWatching.then(() => once(child.stdout, 'data')),
    letGo: () => child.stdin.end(),
  }
}
