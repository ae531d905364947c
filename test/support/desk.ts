import { addProgramme, signIn, type Person } from './cards.ts'
import { startTestServer, type TestServer } from './server.ts'
import { listen, startStation, type SimulatedStation } from './stations.ts'

/** The devices of a simulated station that encode. */
export const READER = 'Desk reader'
export const STRIPE = 'Desk stripe writer'

/** A server, somebody who orders and encodes, and a simulated station. */
export interface Desk {
  server: TestServer
  url: string
  operator: Person
  programmeId: string
  station: SimulatedStation
  stop(): Promise<void>
}

export async function setDesk(): Promise<Desk> {
  const server = await startTestServer()
  const operator = await signIn(server, ['administrator', 'card-operator', 'programme-manager'])
  const programmeId = await addProgramme(operator)
  const url = await listen(server)
  const station = await startStation(operator, { url, name: 'Desk' })
  return {
    server,
    url,
    operator,
    programmeId,
    station,
    async stop() {
      await station.station.stop()
      await server.stop()
    },
  }
}

/** Status and code of an answer. */
export const refusal = (answer: { status: number; body: unknown }) => [
  answer.status,
  (answer.body as { code?: string }).code,
]
