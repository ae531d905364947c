import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../platform/errors.ts'

/**
 * Writes a file of mode 0600 that must not exist yet: whole, or not at all.
 * @throws AppError `key-file-exists`: what holds keys is never overwritten
 */
export function writeNewFile(path: string, content: string): void {
  const whole = writeBeside(path, content)
  try {
    linkSync(whole, path) // refuses where a rename would overwrite
  } catch (cause) {
    throw notWritten(path, cause)
  } finally {
    rmSync(whole, { force: true })
  }
  flushFolder(path)
}

/**
 * Puts new content in a file's place at once and keeps the old file as `keepAs`, which must not exist yet: of two
 * who replace it at the same time only one gets through.
 * @throws AppError `key-change-unfinished` when `keepAs` is there
 */
export function replaceFile(path: string, content: string, keepAs: string): void {
  removeLeftovers(path)
  const whole = writeBeside(path, content)
  try {
    linkSync(path, keepAs)
  } catch (cause) {
    rmSync(whole, { force: true })
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw notWritten(path, cause)
    throw new AppError(
      'key-change-unfinished',
      `${keepAs} is there already: the same change was cut off before, or another runs now. ${path} is whole. ` +
        `When no other runs, move ${keepAs} away and do it again.`,
      { cause },
    )
  }
  renameSync(whole, path)
  flushFolder(path)
}

function writeBeside(path: string, content: string): string {
  const whole = `${path}.new-${randomBytes(4).toString('hex')}`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(whole, content, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    throw notWritten(path, cause)
  }
  return whole
}

const notWritten = (path: string, cause: unknown) =>
  new AppError(
    'key-file-exists',
    `Nothing was written: ${path} exists or its folder is closed to this user.`,
    {
      cause,
    },
  )

/** A write that was killed leaves its unfinished copy behind. */
function removeLeftovers(path: string): void {
  const unfinished = `${basename(path)}.new-`
  for (const name of readdirSync(dirname(path)).filter((name) => name.startsWith(unfinished)))
    rmSync(join(dirname(path), name), { force: true })
}

/** Makes a new name in a folder last through a power cut; Windows has no such call and does it by itself. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
