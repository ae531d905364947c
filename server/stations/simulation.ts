import type { Static } from 'typebox'
import { HardwareError } from '../../hardware/ports.ts'
import type { SimulateAction } from '../../hardware/station/messages.ts'
import { numbersOfChips } from '../cards/index.ts'
import type { Db } from '../platform/database.ts'
import { accept, refuse, type Result } from '../platform/refusal.ts'
import { findStation } from './queries.ts'
import type { Drawer } from './schema.ts'
import type { Stations } from './stations.ts'

export interface Simulation {
  stationId: string
  action: SimulateAction
  now: Date
}

/**
 * Moves simulated cards as hands would; answers the cards that it is about.
 * Refuses with `station-unknown`, `station-not-simulated`, `station-down`, `device-fault`.
 */
export async function simulateHands(
  { db, stations }: { db: Db; stations: Stations },
  { stationId, action, now }: Simulation,
): Promise<
  Result<Static<typeof Drawer>, 'station-unknown' | 'station-not-simulated' | 'station-down' | 'device-fault'>
> {
  const station = await findStation(db, stationId, now)
  if (!station) return refuse('station-unknown')
  if (!station.simulated) return refuse('station-not-simulated')
  if (!stations.isUp(stationId)) return refuse('station-down')
  try {
    const { drawer = [] } = await stations.simulate(stationId, action)
    const numbers = await numbersOfChips(
      db,
      drawer.map(({ uid }) => uid),
    )
    return accept({
      cards: drawer.map((card) => {
        const cardNumber = numbers.get(card.uid)
        return cardNumber ? { ...card, cardNumber } : card
      }),
    })
  } catch (error) {
    if (error instanceof HardwareError) return refuse('device-fault', { fault: error.code })
    throw error
  }
}
