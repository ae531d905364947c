import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../platform/errors.ts'

/** The secret that every other key follows from: 32 bytes, in one file that only its owner may read. */
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

const checkValueOf = (bytes: Uint8Array): string =>
  createHash('sha256').update('cardwright key check value').update(bytes).digest('hex').slice(0, 6)

/**
 * Makes a root key and writes it to a new file of mode 0600.
 * @throws AppError `key-file-exists`: a root key is never overwritten, the cards made with it would be lost
 */
export function createRootKey(path: string): RootKey {
  const bytes = randomBytes(32)
  const content: RootKeyFile = {
    purpose: 'cardwright root key',
    key: bytes.toString('hex'),
    checkValue: checkValueOf(bytes),
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  try {
    writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    throw new AppError(
      'key-file-exists',
      `No key was written: ${path} exists or its folder is closed to this user.`,
      { cause },
    )
  }
  return { bytes, checkValue: content.checkValue }
}

/** @throws AppError `key-file-unreadable` when there is none, or it is damaged */
export function readRootKey(path: string): RootKey {
  const content = parse(path)
  const bytes = Buffer.from(content.key ?? '', 'hex')
  if (bytes.length !== 32 || checkValueOf(bytes) !== content.checkValue) {
    throw new AppError('key-file-unreadable', `The key file ${path} is damaged: restore it from its backup.`)
  }
  return { bytes, checkValue: content.checkValue }
}

function parse(path: string): Partial<RootKeyFile> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<RootKeyFile>
  } catch {
    throw new AppError(
      'key-file-unreadable',
      `No readable key file at ${path}: make one with \`cardwright keys create\`.`,
    )
  }
}
