import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone or package that this program belongs to, whether it runs from its sources or as built. */
export const installRoot = findInstallRoot(dirname(fileURLToPath(import.meta.url)))

function findInstallRoot(folder: string): string {
  const manifest = join(folder, 'package.json')
  if (existsSync(manifest) && readFileSync(manifest, 'utf8').includes('"name": "cardwright"')) return folder
  return findInstallRoot(dirname(folder))
}
