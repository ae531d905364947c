import { configFromEnvironment } from '../config/environment.ts'
import { toldToStop, untilAborted } from '../local/told-to-stop.ts'
import { startServer } from '../main.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '',
  help: 'Runs the server with the configuration in its environment until it is told to stop; then it drains.',
  options: {},
  run: async () => {
    const told = toldToStop()
    const server = await startServer(configFromEnvironment())
    await untilAborted(told)
    await server.stop()
    return 0
  },
}
