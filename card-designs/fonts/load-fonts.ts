import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { openFonts, type FontBook } from '../engine/font-book.ts'
import { faces, type Face } from './faces.ts'
import { unpackWoff } from '../engine/woff.ts'

let opened: FontBook | undefined

/** The font book of this process, each face read from its installed package when it is first asked for; for Node only. */
export function loadFonts(): FontBook {
  opened ??= openFonts(readFace)
  return opened
}

/**
 * A face’s file, in memory that threads can share. By folder and not by `require.resolve`, because the packages export only
 * their style sheets and scripts.
 */
export function readFace(face: Face): Uint8Array {
  const { file } = faces[face]
  const folders = createRequire(import.meta.url).resolve.paths(file) ?? []
  const path = folders.map((folder) => join(folder, file)).find(existsSync)
  if (path === undefined) throw new Error(`The typeface file ${file} is not installed; npm ci installs it.`)
  return shared(unpackWoff(readFileSync(path)))
}

/** Threads that are handed a typeface read the same memory. */
function shared(bytes: Uint8Array): Uint8Array {
  const memory = new Uint8Array(new SharedArrayBuffer(bytes.length))
  memory.set(bytes)
  return memory
}
