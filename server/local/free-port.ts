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
export async function isFree(port: number): Promise<boolean> {
  return (await boundPort(port, '127.0.0.1')) !== undefined && !(await answers(port, '::1'))
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
