import { hashRawSync } from '@node-rs/argon2'
import { readFileSync, statSync } from 'node:fs'
import { Type, type Static } from 'typebox'
import { AppError } from '../platform/errors.ts'

/** How a key is made of a passphrase; written beside what is sealed with it. */
export const Stretching = Type.Object({
  kind: Type.Literal('argon2id'),
  memoryKib: Type.Integer({ minimum: 8_192, maximum: 1_048_576 }),
  passes: Type.Integer({ minimum: 1, maximum: 16 }),
  lanes: Type.Integer({ minimum: 1, maximum: 16 }),
  /** base64, 16 bytes */
  salt: Type.String({ pattern: '^[A-Za-z0-9+/]{22}==$' }),
})

/** RFC 9106 §4, the second recommended choice: 64 MiB, 3 passes, 4 lanes. */
export const STRETCHING = { kind: 'argon2id', memoryKib: 65_536, passes: 3, lanes: 4 } as const

const SHORTEST = 12

/** @returns 32 bytes */
export const keyFromPassphrase = (
  passphrase: string,
  { memoryKib, passes, lanes, salt }: Static<typeof Stretching>,
): Uint8Array =>
  hashRawSync(passphrase.normalize('NFKC'), {
    memoryCost: memoryKib,
    timeCost: passes,
    parallelism: lanes,
    salt: Buffer.from(salt, 'base64'),
    outputLen: 32,
  })

/** @throws AppError `passphrase-weak`; only what is newly sealed is held to it */
export function demandStrongPassphrase(passphrase: string): void {
  if (passphrase.length >= SHORTEST) return
  throw new AppError(
    'passphrase-weak',
    `A passphrase has ${SHORTEST} characters or more; better, six words drawn by dice.`,
  )
}

export interface SecretFile {
  path: string
  /** systemd hands it over in a folder of its own, whose access list shows as group rights */
  isFromSystemd: boolean
}

/**
 * The first line of a file that holds a passphrase or PIN.
 * @throws AppError `secret-file-open` when others may read it, `secret-file-unreadable`; neither shows what is in it
 */
export function readSecretFile({ path, isFromSystemd }: SecretFile): string {
  try {
    const isOpenToOthers = (statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32'
    if (isOpenToOthers && !isFromSystemd)
      throw new AppError('secret-file-open', `Others may read ${path}: make it yours alone with chmod 600.`)
    const [line = ''] = readFileSync(path, 'utf8').split(/\r?\n/, 1)
    if (line) return line
  } catch (error) {
    if (error instanceof AppError) throw error
  }
  throw new AppError(
    'secret-file-unreadable',
    `${path} cannot be read or is empty: put the secret on its first line.`,
  )
}
