import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { AppError } from '../platform/errors.ts'
import { writeNewFile } from './crash-safe-file.ts'

/** The secret that every other key follows from: 32 bytes. */
export interface RootKey {
  bytes: Uint8Array
  /** six hex digits that tell two root keys apart without revealing either */
  checkValue: string
}

interface RootKeyFile {
  purpose: 'cardwright root key'
  key: string
  checkValue: string
}

export const checkValueOfRoot = (bytes: Uint8Array): string =>
  createHash('sha256').update('cardwright key check value').update(bytes).digest('hex').slice(0, 6)

/**
 * Makes a root key in a new, unsealed file of mode 0600: for the sample shop of one machine.
 * @throws AppError `key-file-exists`: a root key is never overwritten, the cards made with it would be lost
 */
export function createRootKey(path: string): RootKey {
  const bytes = randomBytes(32)
  const content: RootKeyFile = {
    purpose: 'cardwright root key',
    key: bytes.toString('hex'),
    checkValue: checkValueOfRoot(bytes),
  }
  writeNewFile(path, `${JSON.stringify(content, null, 2)}\n`)
  return { bytes, checkValue: content.checkValue }
}

/** @returns the root key of an unsealed file's content, undefined when it is damaged or something else */
export function rootKeyOf(content: unknown): RootKey | undefined {
  const { key, checkValue } = (content ?? {}) as Partial<Record<keyof RootKeyFile, unknown>>
  const bytes = Buffer.from(typeof key === 'string' ? key : '', 'hex')
  return bytes.length === 32 && checkValue === checkValueOfRoot(bytes) ? { bytes, checkValue } : undefined
}

/** @returns the parsed JSON of a key file. @throws AppError `key-file-unreadable` */
export function readKeyFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    throw new AppError(
      'key-file-unreadable',
      `No readable key file at ${path}: restore it from its backup, or make one with \`cardwright keys create\`.`,
    )
  }
}
