import { readRootKey } from '../keys/index.ts'
import { requiredText, type Command } from './command.ts'

export const command: Command = {
  usage: '--file FILE',
  help: `Checks that a root key file is whole and shows its check value, which tells two keys apart.
  --file FILE  the root key file`,
  options: { file: { type: 'string' } },
  run: async (values, output) => {
    const file = requiredText(values, 'file')
    const { checkValue } = readRootKey(file)
    output.result({ file, checkValue }, `${file} is whole, check value ${checkValue}.`)
    return 0
  },
}
