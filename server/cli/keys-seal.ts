import { writeKeyFile } from '../keys/key-file.ts'
import { requiredText, type Command } from './command.ts'
import { journalRecord } from './keys-record.ts'
import { chosenFile, journalOf, newPassphrase, openKeyFile, storeHelp, storeOptions } from './keys-store.ts'
import { openTerminal } from './keys-terminal.ts'

export const command: Command = {
  usage: '--to FILE [--file FILE] [--new-passphrase-file FILE]',
  help: `Writes a key file's keys into a new file, sealed with a new passphrase. The old file stays: destroy it when the new one is checked.
  --to FILE                   a file that does not exist yet
  --new-passphrase-file FILE  where the new passphrase is (0600); without it, it is asked for
${storeHelp}`,
  options: { ...storeOptions, to: { type: 'string' }, 'new-passphrase-file': { type: 'string' } },
  run: async (values, output) => {
    const to = requiredText(values, 'to')
    const choice = chosenFile(values, 'A security module keeps its keys by itself.')
    const terminal = openTerminal()
    try {
      const { path, roots, store } = await openKeyFile(choice, terminal)
      writeKeyFile(to, roots, await newPassphrase(values, terminal))
      await journalRecord(journalOf(values, { kind: 'file', path: to })).note('keys.sealed', {}, store)
      output.result(
        { file: to },
        `Sealed ${to}. Check it with \`cardwright keys check --file ${to}\`, then destroy ${path} and its copies.`,
      )
      return 0
    } finally {
      terminal.close()
    }
  },
}
