import { startSimulatedPrinter } from '../../hardware/simulator/card-printer.ts'
import { toldToStop, untilAborted } from '../local/told-to-stop.ts'
import { requiredText, UsageError, type Command } from './command.ts'

/** Quicker than a real one, slow enough to be watched. */
const MS_PER_CARD = 700

export const command: Command = {
  usage: '--port PORT',
  help: 'Is run by `cardwright start`: a card printer that speaks IPP on this machine and prints nothing.',
  options: { port: { type: 'string' } },
  run: async (values, output) => {
    const told = toldToStop()
    const port = Number(requiredText(values, 'port'))
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port takes a TCP port.')
    const printer = await startSimulatedPrinter({ port, msPerCard: MS_PER_CARD })
    output.say(`The simulated card printer is at ${printer.address}.`)
    await untilAborted(told)
    await printer.stop()
    return 0
  },
}
