import { keyStoreFromEnvironment } from '../config/environment.ts'
import type { KeyStore, KeyStoreChoice } from '../keys/index.ts'
import { findKeyFile } from '../keys/key-file.ts'
import { memoryKeyStore, type RootGeneration } from '../keys/memory-key-store.ts'
import { readSecretFile } from '../keys/passphrase.ts'
import { textOption, UsageError, type Output, type Values } from './command.ts'
import type { Terminal } from './keys-terminal.ts'

export const storeOptions = {
  file: { type: 'string' },
  'passphrase-file': { type: 'string' },
  journal: { type: 'string' },
} as const

export const storeHelp = `  --file FILE             the key file; without it, what KEY_STORE and CARDWRIGHT_KEYS name
  --passphrase-file FILE  where its passphrase is (0600); without it, it is asked for
  --journal FILE          where the steps are written down when there is no DATABASE_URL (beside the key file)`

type FileChoice = KeyStoreChoice & { kind: 'file' }

/** The store that a command works on: by its options, else by the environment. */
export function chosenStore(values: Values): KeyStoreChoice {
  const file = textOption(values, 'file')
  const passphrase = textOption(values, 'passphrase-file')
  return keyStoreFromEnvironment({
    ...(file === undefined ? {} : { KEY_STORE: 'file', CARDWRIGHT_KEYS: file }),
    ...(passphrase === undefined ? {} : { CARDWRIGHT_KEYS_PASSPHRASE_FILE: passphrase }),
  })
}

/** @throws UsageError where a command is for key files alone; `instead` says what a security module has for it */
export function chosenFile(values: Values, instead: string): FileChoice {
  const choice = chosenStore(values)
  if (choice.kind === 'file') return choice
  throw new UsageError(`This is for a key file: --file. ${instead}`)
}

export const journalOf = (values: Values, choice: KeyStoreChoice): string =>
  textOption(values, 'journal') ??
  (choice.kind === 'file' ? `${choice.path}.journal` : 'cardwright-keys.journal')

export interface OpenFile {
  path: string
  roots: RootGeneration[]
  store: KeyStore
  /** undefined for a file that is not sealed */
  passphrase: string | undefined
}

/** Opens a key file with the passphrase of its file, or of the person who is asked for it. */
export async function openKeyFile(choice: FileChoice, terminal: Terminal): Promise<OpenFile> {
  const { path, passphraseFile } = choice
  const found = findKeyFile(path)
  const passphrase = !found.isSealed
    ? undefined
    : passphraseFile
      ? readSecretFile(passphraseFile)
      : await terminal.askSecret(`Passphrase of ${path}: `)
  const roots = found.open(passphrase)
  return { path, roots, store: memoryKeyStore(roots), passphrase }
}

/** A passphrase for a new file: from `--new-passphrase-file`, or typed twice. */
export async function newPassphrase(values: Values, terminal: Terminal): Promise<string> {
  const file = textOption(values, 'new-passphrase-file')
  if (file !== undefined) return readSecretFile({ path: file, isFromSystemd: false })
  const first = await terminal.askSecret('New passphrase: ')
  const second = await terminal.askSecret('The same again: ')
  if (first === second) return first
  throw new UsageError('The two passphrases differ: nothing was written.')
}

/** Generations as people read them aloud, and as programs take them. */
export function showGenerations(
  output: Output,
  { generations }: Pick<KeyStore, 'generations'>,
  head: string,
): void {
  const lines = generations.map(
    ({ number, state, checkValue }) => `  generation ${number}  ${state.padEnd(8)}check value ${checkValue}`,
  )
  output.result({ generations }, [head, ...lines].join('\n'))
}
