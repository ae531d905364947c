import { AppError } from '../platform/errors.ts'
import { findKeyFile } from './key-file.ts'
import type { KeyStore } from './key-store.ts'
import { memoryKeyStore } from './memory-key-store.ts'
import { readSecretFile, type SecretFile } from './passphrase.ts'
import { pkcs11KeyStore } from './pkcs11-key-store.ts'
import { openPkcs11Session, type Pkcs11Session, type Pkcs11Token } from './pkcs11-session.ts'

/** Where the keys are; other combinations cannot be written. */
export type KeyStoreChoice =
  | { kind: 'file'; path: string; passphraseFile?: SecretFile }
  | { kind: 'pkcs11'; module: string; token: Pkcs11Token['token']; pinFile: SecretFile }

export interface OpenKeyStore {
  store: KeyStore
  /** the key file opens without a passphrase: fit for a sample shop only */
  isUnsealed: boolean
}

/** @throws AppError `key-file-unreadable`, `passphrase-missing`, `passphrase-wrong`, `pkcs11-…`, `key-store-empty` */
export function openKeyStore(choice: KeyStoreChoice): OpenKeyStore {
  if (choice.kind === 'pkcs11') {
    const store = pkcs11KeyStore(openToken(choice))
    if (store.generations.some(({ state }) => state === 'active')) return { store, isUnsealed: false }
    throw new AppError(
      'key-store-empty',
      'The token holds no active root key: make one with `cardwright keys create`, or bring one with `cardwright keys import`.',
    )
  }
  const file = findKeyFile(choice.path)
  const passphrase =
    file.isSealed && choice.passphraseFile ? readSecretFile(choice.passphraseFile) : undefined
  return { store: memoryKeyStore(file.open(passphrase)), isUnsealed: !file.isSealed }
}

export const openToken = ({ module, token, pinFile }: KeyStoreChoice & { kind: 'pkcs11' }): Pkcs11Session =>
  openPkcs11Session({ module, token, pin: readSecretFile(pinFile) })
