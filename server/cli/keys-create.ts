import { firstGeneration } from '../keys/generations.ts'
import { createRootKey, openKeyStore, type KeyStoreChoice } from '../keys/index.ts'
import { writeKeyFile } from '../keys/key-file.ts'
import { memoryKeyStore } from '../keys/memory-key-store.ts'
import { openToken } from '../keys/open-key-store.ts'
import { generateRoot } from '../keys/pkcs11-objects.ts'
import { type Command, type Output, type Values } from './command.ts'
import { journalRecord } from './keys-record.ts'
import { chosenStore, journalOf, newPassphrase, storeOptions } from './keys-store.ts'
import { openTerminal } from './keys-terminal.ts'

export const command: Command = {
  usage: '[--file FILE] [--new-passphrase-file FILE | --unsealed]',
  help: `Makes the first root key: in a new sealed file, or with KEY_STORE=pkcs11 inside the security module.
Without it no card can be checked: keep a copy apart, or split it with \`cardwright keys split\`.
  --file FILE                 a file that does not exist yet; without it, CARDWRIGHT_KEYS
  --new-passphrase-file FILE  where its passphrase is (0600); without it, it is asked for
  --unsealed                  without a passphrase, for the sample shop of one machine only
  --journal FILE              where the making is written down (beside the key file)`,
  options: {
    file: storeOptions.file,
    journal: storeOptions.journal,
    'new-passphrase-file': { type: 'string' },
    unsealed: { type: 'boolean' },
  },
  run: async (values, output) => {
    const choice = chosenStore(values)
    const store = choice.kind === 'file' ? await createFile(choice, values, output) : createInside(choice)
    await journalRecord(journalOf(values, choice)).note('keys.created', { store: choice.kind }, store)
    const checkValue = store.generations[0]?.checkValue ?? ''
    const backup =
      choice.kind === 'file' ? 'Keep a copy in another place.' : 'Copy the token with the means of its maker.'
    const made = choice.kind === 'file' ? choice.path : 'a root key inside the token'
    output.result(
      { file: choice.kind === 'file' ? choice.path : null, checkValue },
      `Made ${made}, check value ${checkValue}: read it aloud and write it down. ${backup}`,
    )
    return 0
  },
}

async function createFile({ path }: KeyStoreChoice & { kind: 'file' }, values: Values, output: Output) {
  if (values['unsealed'] === true) {
    output.say('This file is not sealed: whoever copies it can make cards. It is for the sample shop only.')
    createRootKey(path)
    return openKeyStore({ kind: 'file', path }).store
  }
  const terminal = openTerminal()
  try {
    const roots = [firstGeneration()]
    writeKeyFile(path, roots, await newPassphrase(values, terminal))
    return memoryKeyStore(roots)
  } finally {
    terminal.close()
  }
}

function createInside(choice: KeyStoreChoice & { kind: 'pkcs11' }) {
  const token = openToken(choice)
  token.use((open) => generateRoot(open, 1))
  token.close()
  return openKeyStore(choice).store
}
