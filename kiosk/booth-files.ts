import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin, Rolldown } from 'vite'

const pageFile = 'booth/index.html'
const workerFile = 'booth-worker.js'
/** The browser looks after the worker itself. */
const left = new Set([workerFile])

/** Tells the booth's service worker which files its page may ask for, and names their version. */
export const boothFiles: Plugin = {
  name: 'booth-files',
  apply: 'build',
  // After all files have their last names and words, and before anything compresses them.
  async writeBundle({ dir = '' }, bundle) {
    const [worker, page] = [bundle[workerFile], bundle[pageFile]]
    if (worker?.type !== 'chunk') return // another page's build
    if (page?.type !== 'asset') this.error('the booth has no page')
    const html = String(page.source)
    const files = filesOf(bundle, html)
    const version = createHash('sha256').update(html).update(files.join()).digest('hex').slice(0, 12)
    const code = worker.code
      .replaceAll('BOOTH_FILES', JSON.stringify(files))
      .replaceAll('BOOTH_VERSION', JSON.stringify(version))
    await writeFile(join(dir, workerFile), code)
  },
}

/** Everything that the page names, and what that may load later; fonts are kept when they are used. */
function filesOf(bundle: Rolldown.OutputBundle, html: string): string[] {
  const found = new Set<string>()
  const follow = (file: string) => {
    const output = bundle[file]
    if (!output || found.has(file) || left.has(file) || file.endsWith('.woff2')) return
    found.add(file)
    for (const name of Object.keys(bundle)) if (name !== file && mentions(output, name)) follow(name)
  }
  for (const name of Object.keys(bundle)) if (html.includes(`/${name}"`)) follow(name)
  return [...found, 'icon.svg', 'booth.webmanifest'].map((file) => `/${file}`).toSorted()
}

/** By its unique hashed name, because workers and wasm are named in strings, not in imports. */
function mentions(output: Rolldown.OutputChunk | Rolldown.OutputAsset, name: string): boolean {
  const file = name.slice(name.lastIndexOf('/') + 1)
  return output.type === 'chunk'
    ? output.code.includes(file)
    : typeof output.source === 'string' && output.source.includes(file)
}
