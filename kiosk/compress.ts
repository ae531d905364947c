import { readdir, readFile, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

/** Fonts are compressed already; a small file fits one packet either way. */
const worthIt = new Set(['.html', '.js', '.css', '.svg'])
const smallestBytes = 1_024

/** Puts a `.br` and a `.gz` beside each file that gets smaller, so that the server compresses nothing itself. */
export async function compressFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && worthIt.has(extname(entry.name)))
  for (const file of files) await compress(join(file.parentPath, file.name))
}

async function compress(path: string) {
  const content = await readFile(path)
  if (content.length < smallestBytes) return
  const [brotli, gzipped] = await Promise.all([promisify(brotliCompress)(content), promisify(gzip)(content)])
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, gzipped)])
}
