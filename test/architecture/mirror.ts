import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parse } from '@swc/core'

const passedOver = /(^|\/)(output|golden|proofs|node_modules)(\/|$)/

/**
 * Writes each source file to a temporary place as its imports alone: dependency-cruiser cannot tell SWC that a file
 * holds JSX, and its own walk stops at syntax it does not know, such as `using`.
 */
export async function mirrorForCruiser(baseDir: string, folders: string[]): Promise<string> {
  const mirror = await mkdtemp(join(tmpdir(), 'cardwright-mirror-'))
  if (existsSync(join(baseDir, 'node_modules'))) {
    await symlink(join(baseDir, 'node_modules'), join(mirror, 'node_modules'))
  }
  for (const folder of folders) {
    for (const name of await readdir(join(baseDir, folder), { recursive: true })) {
      const path = join(folder, name)
      if (!/\.tsx?$/.test(path) || passedOver.test(path)) continue
      const imports = await importsOf(await readFile(join(baseDir, path), 'utf8'), path.endsWith('.tsx'))
      await mkdir(dirname(join(mirror, path)), { recursive: true })
      await writeFile(join(mirror, path), imports.map((module) => `import '${module}'\n`).join(''))
    }
  }
  return mirror
}

async function importsOf(source: string, tsx: boolean): Promise<string[]> {
  const modules = new Set<string>()
  const visit = (node: unknown) => {
    if (typeof node !== 'object' || node === null) return
    const module = moduleOf(node)
    if (module !== undefined) modules.add(module)
    Object.values(node).forEach(visit)
  }
  visit(await parse(source, { syntax: 'typescript', tsx }))
  return [...modules]
}

/** What a syntax node imports or re-exports, at the start or when it runs. */
function moduleOf(node: object): string | undefined {
  if ('type' in node && node.type === 'CallExpression' && 'callee' in node && isImport(node.callee)) {
    const [first] = 'arguments' in node && Array.isArray(node.arguments) ? node.arguments : []
    return textOf(first?.expression)
  }
  return 'source' in node ? textOf(node.source) : undefined
}

const isImport = (node: unknown) =>
  typeof node === 'object' && node !== null && 'type' in node && node.type === 'Import'

function textOf(node: unknown): string | undefined {
  if (typeof node !== 'object' || node === null) return undefined
  if (!('type' in node && node.type === 'StringLiteral' && 'value' in node)) return undefined
  return typeof node.value === 'string' ? node.value : undefined
}
