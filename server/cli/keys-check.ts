import { openKeyStore, type KeyStoreChoice } from '../keys/index.ts'
import type { Command } from './command.ts'
import { chosenStore, openKeyFile, showGenerations, storeHelp, storeOptions } from './keys-store.ts'
import { openTerminal } from './keys-terminal.ts'

export const command: Command = {
  usage: '[--file FILE] [--passphrase-file FILE]',
  help: `Opens the key store, checks that it is whole, and shows the check value and state of each generation.
${storeHelp}`,
  options: storeOptions,
  run: async (values, output) => {
    const choice = chosenStore(values)
    const opened = choice.kind === 'file' ? await openFile(choice) : openKeyStore(choice)
    const name = choice.kind === 'file' ? choice.path : 'The security module'
    const warning = opened.isUnsealed ? ' It is not sealed: for the sample shop only.' : ''
    showGenerations(output, opened.store, `${name} is whole.${warning}`)
    return 0
  },
}

async function openFile(choice: KeyStoreChoice & { kind: 'file' }) {
  const terminal = openTerminal()
  try {
    const { store, passphrase } = await openKeyFile(choice, terminal)
    return { store, isUnsealed: passphrase === undefined }
  } finally {
    terminal.close()
  }
}
