import { rm } from 'node:fs/promises'
import { cruise } from 'dependency-cruiser'
import { importRules } from './import-rules.ts'
import { mirrorForCruiser } from './mirror.ts'

export interface Findings {
  /** How many source files it read: too few means that it is blind, not that all is well. */
  modulesSeen: number
  dependenciesSeen: number
  /** One line each: rule, file, what it imports, what to do in its place. */
  violations: string[]
}

const folders = ['server', 'hardware', 'card-designs', 'kiosk', 'test']

/** Holds every import under `baseDir` against the rules. SWC reads the files: with TypeScript 7 the cruiser sees none. */
export async function findViolations(baseDir: string): Promise<Findings> {
  const mirror = await mirrorForCruiser(baseDir, folders)
  try {
    return await findIn(mirror)
  } finally {
    await rm(mirror, { recursive: true })
  }
}

async function findIn(baseDir: string): Promise<Findings> {
  const { output } = await cruise(
    folders,
    {
      baseDir,
      parser: 'swc',
      tsPreCompilationDeps: true,
      validate: true,
      ruleSet: { forbidden: importRules },
      doNotFollow: { path: 'node_modules' },
      enhancedResolveOptions: {
        extensions: ['.ts', '.tsx', '.js', '.json'],
        conditionNames: ['import', 'node'],
      },
    },
    { bustTheCache: true },
  )
  if (typeof output === 'string') throw new Error(output)
  const ours = output.modules.filter(({ source }) =>
    folders.some((folder) => source.startsWith(`${folder}/`)),
  )
  return {
    modulesSeen: ours.length,
    dependenciesSeen: ours.reduce((sum, { dependencies }) => sum + dependencies.length, 0),
    violations: output.summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} → ${to}. In its place: ${commentOf(rule.name)}.`,
    ),
  }
}

const commentOf = (name: string) => importRules.find((rule) => rule.name === name)?.comment ?? ''
