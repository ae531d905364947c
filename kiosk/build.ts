/** `tsx kiosk/build.ts [folder [page]]`: builds every page, or one, into `dist/kiosk` unless told otherwise. */
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, mergeConfig, type InlineConfig } from 'vite'
import config from './vite.config.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * Each by itself: whoever opens one of them hardly ever opens another, and what pages share would come in crumbs, of which a
 * first visit over a slow line waits for dozens. The booth's worker lists the files of its page.
 */
const pages: Readonly<Record<string, Record<string, string>>> = {
  start: { start: here('./index.html') },
  office: { office: here('./office/index.html') },
  booth: { booth: here('./booth/index.html'), 'booth-worker': here('./booth/worker/service-worker.ts') },
  laptop: { laptop: here('./laptop/index.html') },
  member: { member: here('./member/index.html') },
  tap: { tap: here('./tap/index.html') },
}

const [, , folder = here('../dist/kiosk'), wanted] = process.argv
const outDir = resolve(folder)
await rm(outDir, { recursive: true, force: true })
for (const [page, input] of Object.entries(pages)) {
  if (wanted && wanted !== page) continue
  const own: InlineConfig = {
    root: here('.'),
    configFile: false,
    logLevel: 'warn',
    build: { outDir, rolldownOptions: { input } },
  }
  await build(mergeConfig(config, own))
}
