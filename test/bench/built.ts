import { join } from 'node:path'
import { build } from 'rolldown'

const root = join(import.meta.dirname, '../..')

/** Builds a module as the server is built, and answers with it: what runs straight from the source pays for its names. */
export async function built<Module>(path: string): Promise<Module> {
  const dir = join(root, 'test/output/bench', path.replaceAll('/', '-'))
  await build({
    input: { module: join(root, path) },
    platform: 'node',
    external: [/^[^./]/],
    output: { dir, cleanDir: true, format: 'esm', chunkFileNames: 'parts/[name]-[hash].js' },
  })
  return (await import(join(dir, 'module.js'))) as Module
}
