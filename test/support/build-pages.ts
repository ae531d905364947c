import { execFileSync } from 'node:child_process'

const root = new URL('../../', import.meta.url).pathname

export type Entry = 'booth' | 'member' | 'office' | 'tap' | 'laptop'

/**
 * Builds all pages, or one in some five seconds, into a folder of its own. In a process of its own: the test runner's
 * NODE_ENV would put React's development half into the pages.
 */
export function buildPagesInto(folder: string, entry?: Entry): void {
  const words = ['--import', 'tsx', 'kiosk/build.ts', folder, ...(entry ? [entry] : [])]
  execFileSync(process.execPath, words, { cwd: root, env: { NODE_ENV: 'production' } })
}
