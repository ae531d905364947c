import { startEverything } from '../local/start.ts'
import { portOption, textOption, type Command } from './command.ts'

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
      port: portOption(values),
      dataFolder: textOption(values, 'data'),
      say: (line) => output.say(line),
    }),
}
