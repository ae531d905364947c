import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = ['server', 'hardware', 'card-designs', 'kiosk', 'package.json', 'tsconfig.json']

/** Whether `dist` is missing, was cut short, or is older than what it is made from. */
export function isBuildStale(): boolean {
  const built = statSync('dist/built', { throwIfNoEntry: false })
  return !built || sources.some((source) => newest(source) > built.mtimeMs)
}

function newest(path: string): number {
  const own = statSync(path)
  if (!own.isDirectory()) return own.mtimeMs
  return Math.max(own.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
