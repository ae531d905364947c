import type { AddressInfo } from 'node:net'
import { createServer, connect, type Server, type Socket } from 'node:net'
import { pairStation } from '../../hardware/station/pair.ts'
import { runStation, type Station } from '../../hardware/station/run.ts'
import type { Person } from './cards.ts'
import type { TestServer } from './server.ts'

/** Waits until something is so, looking often; fails with what it waited for. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Lets the server listen on a free port of this machine. */
export async function listen(server: TestServer): Promise<string> {
  return server.app.listen({ host: '127.0.0.1', port: 0 })
}

/** A cable between station and server that can be pulled: bytes stop, and nobody is told. */
export interface Cable extends AsyncDisposable {
  url: string
  /** Pulls it now, or once the server has sent so many bytes more. */
  pull(afterBytes?: number): void
  plugIn(): void
}

export async function layCable(serverUrl: string): Promise<Cable> {
  const { hostname, port } = new URL(serverUrl)
  const pairs = new Set<[Socket, Socket]>()
  let bytesLeft = Infinity
  const relay: Server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port) })
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    near.on('data', (bytes) => bytesLeft > 0 && far.write(bytes))
    far.on('data', (bytes) => {
      bytesLeft -= bytes.length
      if (bytesLeft > 0) near.write(bytes)
    })
    const end = () => {
      pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
  }
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    pull: (afterBytes = 0) => {
      bytesLeft = afterBytes
    },
    plugIn: () => {
      bytesLeft = Infinity
      cut() // what was under way when it was pulled does not come back
    },
    async [Symbol.asyncDispose]() {
      cut()
      await new Promise((resolve) => relay.close(resolve))
    },
  }
}

export interface SimulatedStation {
  stationId: string
  token: string
  station: Station
  sentences: string[]
  /** does what hands do, through the office's own route */
  hands: <T = { cards: { uid: string; reader?: string; cardNumber?: string }[] }>(
    action: object,
  ) => Promise<T>
}

/** Pairs a real station process's code with simulated devices and waits until the office sees it. */
export async function startStation(
  person: Pick<Person, 'client'>,
  { url, name, drawerFile }: { url: string; name: string; drawerFile?: string },
): Promise<SimulatedStation> {
  const { code } = (
    await person.client.post<{ code: string }>('/stations/pairing-codes', { simulated: true })
  ).body
  const token = await pairStation({ serverUrl: url, code, name })
  const sentences: string[] = []
  const options = {
    serverUrl: url,
    token,
    simulated: true,
    log: (line: string) => sentences.push(line),
    ...(drawerFile ? { drawerFile } : {}),
  }
  const station = await runStation(options)
  const { id: stationId } = await until('the station', async () => {
    const { stations } = (
      await person.client.get<{ stations: { id: string; name: string; isUp: boolean }[] }>('/stations')
    ).body
    return stations.find((one) => one.name === name && one.isUp)
  })
  return {
    stationId,
    token,
    station,
    sentences,
    async hands(action) {
      const answer = await person.client.post(`/stations/${stationId}/simulate`, { action })
      if (answer.status !== 200) throw new Error(`hands: ${JSON.stringify(answer.body)}`)
      return answer.body as never
    },
  }
}
