import type { KeyStoreChoice } from '../keys/index.ts'
import { AppError } from '../platform/errors.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Secret = { path: string; isFromSystemd: boolean }

/** What systemd's LoadCredential= is to name the passphrase and the PIN. */
const PASSPHRASE_CREDENTIAL = 'cardwright-passphrase'
const PIN_CREDENTIAL = 'cardwright-pin'

/**
 * KEY_STORE=file (when not set): CARDWRIGHT_KEYS names the key file, CARDWRIGHT_KEYS_PASSPHRASE_FILE a file with its
 * passphrase. KEY_STORE=pkcs11: PKCS11_MODULE, PKCS11_TOKEN (label) or PKCS11_SLOT (number), PKCS11_PIN_FILE. Both
 * secrets may also come from systemd. No variable holds a secret itself: an environment is read by every child.
 * @throws AppError `config-invalid`
 */
export function readKeyStore(environment: Environment): KeyStoreChoice {
  const kind = environment['KEY_STORE'] ?? 'file'
  if (kind === 'file') return readFileStore(environment)
  if (kind === 'pkcs11') return readPkcs11Store(environment)
  throw new AppError('config-invalid', 'KEY_STORE is file or pkcs11.')
}

function readFileStore(environment: Environment): KeyStoreChoice {
  const { CARDWRIGHT_KEYS: path, CARDWRIGHT_KEYS_PASSPHRASE_FILE: passphrasePath } = environment
  if (!path)
    throw new AppError(
      'config-invalid',
      'Set CARDWRIGHT_KEYS: the key file, made with `cardwright keys create`.',
    )
  const passphraseFile = secretFrom(environment, passphrasePath, PASSPHRASE_CREDENTIAL)
  return { kind: 'file', path, ...(passphraseFile ? { passphraseFile } : {}) }
}

function readPkcs11Store(environment: Environment): KeyStoreChoice {
  const { PKCS11_MODULE: module, PKCS11_TOKEN: label, PKCS11_SLOT: slot } = environment
  const pinFile = secretFrom(environment, environment['PKCS11_PIN_FILE'], PIN_CREDENTIAL)
  if (!module)
    throw new AppError('config-invalid', "Set PKCS11_MODULE: the security module's PKCS#11 library.")
  if (!pinFile) throw new AppError('config-invalid', 'Set PKCS11_PIN_FILE: a file that holds the PIN, 0600.')
  if (label && !slot) return { kind: 'pkcs11', module, token: { label }, pinFile }
  if (slot && !label && /^[0-9]{1,10}$/.test(slot))
    return { kind: 'pkcs11', module, token: { slot: Number(slot) }, pinFile }
  throw new AppError(
    'config-invalid',
    'Set PKCS11_TOKEN, the label of the token, or PKCS11_SLOT, its number.',
  )
}

function secretFrom(
  environment: Environment,
  path: string | undefined,
  credential: string,
): Secret | undefined {
  if (path) return { path, isFromSystemd: false }
  const folder = environment['CREDENTIALS_DIRECTORY']
  return folder ? { path: `${folder}/${credential}`, isFromSystemd: true } : undefined
}
