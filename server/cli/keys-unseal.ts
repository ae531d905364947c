import { writeKeyFile } from '../keys/key-file.ts'
import { requiredText, type Command } from './command.ts'
import { holdCeremony } from './keys-ceremony.ts'
import { peopleHelp, peopleOptions } from './keys-record.ts'
import { chosenFile, openKeyFile, storeHelp, storeOptions } from './keys-store.ts'

export const command: Command = {
  usage: '--to FILE [--file FILE] --asked-by NAME --approved-by NAME',
  help: `Writes a key file's keys into a new file without a passphrase. Whoever copies that file can make cards; servers of real cards refuse it.
  --to FILE           a file that does not exist yet
${peopleHelp}
${storeHelp}`,
  options: { ...storeOptions, ...peopleOptions, to: { type: 'string' } },
  run: (values, output) => {
    const to = requiredText(values, 'to')
    const choice = chosenFile(values, 'A security module gives no key away.')
    return holdCeremony(values, choice, async ({ terminal, record }) => {
      const { roots, store } = await openKeyFile(choice, terminal)
      await record.note('keys.unsealing-begun', {}, store)
      writeKeyFile(to, roots)
      await record.note('keys.unsealed', {}, store)
      output.result({ file: to }, `${to} opens without a passphrase: whoever copies it can make cards.`)
    })
  },
}
