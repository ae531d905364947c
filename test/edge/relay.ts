import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A line to a server that a test cuts and mends. */
export interface Relay extends AsyncDisposable {
  url: string
  cut(): void
  mend(): void
}

export async function relayTo(address: string): Promise<Relay> {
  const { hostname, port } = new URL(address)
  const open = new Set<Socket>()
  let isCut = false
  const relay = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
    return undefined
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  const drop = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true
      drop()
    },
    mend: () => {
      isCut = false
    },
    async [Symbol.asyncDispose]() {
      drop()
      await new Promise((resolve) => relay.close(resolve))
    },
  }
}
