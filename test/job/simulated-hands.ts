import { listen, startStation } from '../support/stations.ts'
import type { Client, TestServer } from '../support/server.ts'
import type { Hands } from './walk.ts'

interface Drawer {
  cards: { uid: string }[]
}

/** A station with simulated devices, and hands that do what the pages' simulated hands do. */
export async function simulatedHands(server: TestServer, office: Client): Promise<Hands & AsyncDisposable> {
  const url = await listen(server)
  const { stationId, hands, station } = await startStation(
    { client: office },
    { url, name: 'Simulated devices' },
  )
  const uids: string[] = []
  const uidOf = (index: number): string => uids[index] ?? ''
  return {
    stationId,
    desk: { reader: 'Desk reader', stripe: 'Desk stripe writer' },
    kiosk: { reader: 'Kiosk reader', stripe: 'Kiosk swipe' },
    async feedBlank() {
      const { cards } = await hands<Drawer>({ kind: 'take-blank', reader: 'Desk reader' })
      uids.push(cards[0]?.uid ?? '')
    },
    takeFromDesk: () => hands({ kind: 'remove-card', reader: 'Desk reader' }),
    async tapAtKiosk(index) {
      await hands({ kind: 'put-card', uid: uidOf(index), reader: 'Kiosk reader' })
      await hands({ kind: 'remove-card', reader: 'Kiosk reader' })
    },
    [Symbol.asyncDispose]: () => station.stop(),
    swipeAtKiosk: (index) => hands({ kind: 'swipe', uid: uidOf(index), device: 'Kiosk swipe' }),
  }
}
