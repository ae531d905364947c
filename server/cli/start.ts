import { startEverything } from '../local/start.ts'
import { textOption, UsageError, type Command } from './command.ts'

export const command: Command = {
  usage: '[--empty] [--port N] [--data FOLDER]',
  help: `Runs PostgreSQL, the server and a station with simulated devices until Ctrl-C.
  --empty        leave out the sample data of a first start
  --port N       serve the pages there (8080, or the next one that is free)
  --data FOLDER  keep everything there (data, beside the program)`,
  options: { empty: { type: 'boolean' }, port: { type: 'string' }, data: { type: 'string' } },
  run: (values, output) =>
    startEverything({
      empty: values['empty'] === true,
      port: portOf(textOption(values, 'port')),
      dataFolder: textOption(values, 'data'),
      say: (line) => output.say(line),
    }),
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new UsageError('--port is a number from 1 to 65535.')
}
