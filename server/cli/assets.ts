import { cp, readdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compressFolder } from './compress.ts'

/** The build's last step: puts beside the compiled code what the compiler leaves behind (artwork, fonts, licences), and compresses the pages. */
const dist = fileURLToPath(new URL('../..', import.meta.url))
const source = fileURLToPath(new URL('../../..', import.meta.url))

for (const top of ['server', 'hardware', 'card-designs']) {
  const files = await readdir(join(source, top), { recursive: true, withFileTypes: true })
  for (const file of files.filter((file) => file.isFile() && extname(file.name) !== '.ts')) {
    const path = join(file.parentPath, file.name)
    await cp(path, join(dist, path.slice(source.length)))
  }
}
await compressFolder(join(dist, 'kiosk'))
await writeFile(join(dist, 'built'), '')
