import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'
import { unpackWoff } from '../card-designs/engine/woff.ts'

const QUERY = '.woff?unpacked'
const kept = fileURLToPath(new URL('../node_modules/.cache/cardwright/', import.meta.url))

/**
 * `import address from '….woff?unpacked'`: the typeface as print uses it. Packed, its outlines are one piece; unpacked, a
 * browser fetches those of the letters in use.
 */
export const unpackedFonts: Plugin = {
  name: 'unpacked-fonts',
  enforce: 'pre',
  load(id) {
    if (!id.endsWith(QUERY)) return null
    const packed = id.slice(0, -'?unpacked'.length)
    const path = join(kept, `${basename(packed, '.woff')}.ttf`)
    mkdirSync(kept, { recursive: true })
    // Several builds may be at it.
    writeFileSync(`${path}.${process.pid}`, unpackWoff(readFileSync(packed)))
    renameSync(`${path}.${process.pid}`, path)
    return `export { default } from ${JSON.stringify(`${path}?url`)}`
  },
}
