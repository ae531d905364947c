import { startLocalServer } from '../local/local-server.ts'
import { toldToStop, untilAborted } from '../local/told-to-stop.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: '',
  help: 'Is run by `cardwright start`, which tells it where the database is.',
  options: {},
  run: async () => {
    const told = toldToStop()
    const server = await startLocalServer(told)
    await untilAborted(told)
    await server.stop()
    return 0
  },
}
