import { createRootKey } from '../keys/index.ts'
import { requiredText, type Command } from './command.ts'

export const command: Command = {
  usage: '--file FILE',
  help: `Makes a root key in a new file that only this user may read. Without it no card can be checked: keep a copy apart.
  --file FILE  a file that does not exist yet`,
  options: { file: { type: 'string' } },
  run: async (values, output) => {
    const file = requiredText(values, 'file')
    const { checkValue } = createRootKey(file)
    output.result(
      { file, checkValue },
      `Made ${file}, check value ${checkValue}. Keep a copy in another place.`,
    )
    return 0
  },
}
