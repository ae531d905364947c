import { randomBytes } from 'node:crypto'
import { pairStation } from '../../hardware/station/pair.ts'
import { VirtualNtag424 } from '../../hardware/simulator/ntag424-card.ts'
import { startPcscd } from '../support/pcsc-daemon.ts'
import { listen, until } from '../support/stations.ts'
import type { Client, TestServer } from '../support/server.ts'
import { plugCard, type PluggedCard } from '../support/vpcd-card.ts'
import { startStation } from '../station/process.ts'
import type { Hands } from './walk.ts'

const DESK = { slot: 0, reader: 'Test reader 00 00' } as const
const KIOSK = { slot: 1, reader: 'Test reader 00 01' } as const

interface SeenStation {
  id: string
  devices: { name: string; state: string }[]
}

/** A station process with nfc-pcsc on a real pcscd, whose two readers are vpcd's; cards are virtual chips plugged into them. */
export async function pcscHands(
  server: TestServer,
): Promise<{ pair: (office: Client) => Promise<Hands & AsyncDisposable> } & AsyncDisposable> {
  const pcscd = await startPcscd()

  async function pair(office: Client): Promise<Hands & AsyncDisposable> {
    const serverUrl = await listen(server)
    const { code } = (await office.post<{ code: string }>('/stations/pairing-codes', { simulated: false }))
      .body
    const token = await pairStation({ serverUrl, code, name: 'Desk' })
    const process = startStation(
      { serverUrl, token, simulated: false },
      { PCSCLITE_CSOCK_NAME: pcscd.socketPath },
    )
    const station = async (): Promise<SeenStation | undefined> =>
      (await office.get<{ stations: SeenStation[] }>('/stations')).body.stations[0]
    const stateOf = async (reader: string) =>
      (await station())?.devices.find((device) => device.name === reader)?.state
    const isEmpty = (reader: string) =>
      until(`an empty ${reader}`, async () => (await stateOf(reader)) === 'ready', 20_000)
    await isEmpty(KIOSK.reader)
    await isEmpty(DESK.reader)
    const stationId = (await station())?.id ?? ''
    await office.post(`/stations/${stationId}/approve`, { approvedForBlanks: true })

    const chips: VirtualNtag424[] = []
    let onDesk: PluggedCard | undefined
    return {
      stationId,
      [Symbol.asyncDispose]: async () => void (await process.stop()),
      desk: { reader: DESK.reader, stripe: null },
      kiosk: { reader: KIOSK.reader, stripe: null },
      async feedBlank() {
        const chip = VirtualNtag424.blank(`04${randomBytes(6).toString('hex').toUpperCase()}`)
        chips.push(chip)
        onDesk = await plugCard(pcscd.slotPorts[DESK.slot], chip)
      },
      async takeFromDesk() {
        await onDesk?.remove()
        await isEmpty(DESK.reader)
      },
      async tapAtKiosk(index) {
        const chip = chips[index]
        if (!chip) throw new Error(`no card was fed as number ${index}`)
        const plugged = await plugCard(pcscd.slotPorts[KIOSK.slot], chip)
        await until('the card on the kiosk', async () => (await stateOf(KIOSK.reader)) === 'occupied', 20_000)
        await new Promise((resolve) => setTimeout(resolve, 1_500))
        await plugged.remove()
      },
    }
  }

  return { pair, [Symbol.asyncDispose]: () => pcscd.stop() }
}
