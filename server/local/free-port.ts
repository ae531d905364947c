import { connect, createServer } from 'node:net'

/** A TCP port that nothing on this machine listened on a moment ago. */
export async function freePort(): Promise<number> {
  const port = await boundPort(0, '127.0.0.1')
  if (port === undefined) throw new Error('This machine has no free TCP port.')
  return port
}

/**
 * Whether a browser that opens `localhost` would reach us there: the name stands for 127.0.0.1 and for ::1,
 * so somebody else's server on either of them is in the way.
 */
async function isFree(port: number): Promise<boolean> {
  return (await boundPort(port, '127.0.0.1')) !== undefined && !(await answers(port, '::1'))
}

const firstPort = 8080
const portsToTry = 100

/** The port for our pages: the wanted one or nothing else; without a wish 8080 or the next that is free. */
export async function choosePort(wanted: number | undefined): Promise<number> {
  if (wanted !== undefined) {
    if (await isFree(wanted)) return wanted
    throw new Error(
      `Port ${wanted} is taken by another program. Choose another with --port, or leave it out.`,
    )
  }
  for (let port = firstPort; port < firstPort + portsToTry; port++) if (await isFree(port)) return port
  throw new Error(
    `Every port from ${firstPort} to ${firstPort + portsToTry - 1} is taken. Choose one with --port.`,
  )
}

/** Binds the port for a moment; undefined when it is taken or forbidden. */
function boundPort(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined))
    })
  })
}

function answers(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host })
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
