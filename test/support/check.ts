import { spawnSync } from 'node:child_process'
import { isBuildStale } from './stale-build.ts'

interface Step {
  name: string
  command: string
  args: string[]
  /** Left out when it has nothing to do. */
  isNeeded?: () => boolean
}

const report = '--outputFile.json=test/output/vitest.json'

const steps: Step[] = [
  { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', command: 'oxlint', args: ['--type-aware', '--quiet'] },
  { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  { name: 'types of the tests', command: 'tsc', args: ['-p', 'test/tsconfig.json'] },
  { name: 'types of the pages', command: 'tsc', args: ['-p', 'kiosk/tsconfig.json'] },
  { name: 'dead code', command: 'knip', args: ['--no-progress'] },
  {
    name: 'code that only tests need',
    command: 'knip',
    args: ['--production', '--include', 'files', '--no-progress'],
  },
  { name: 'build', command: 'npm', args: ['run', '--silent', 'build'], isNeeded: isBuildStale },
  {
    name: 'tests',
    command: 'vitest',
    args: ['run', '-c', 'test/vitest.config.ts', '--reporter=default', '--reporter=json', report],
  },
]

/** Everything that must hold before a change is merged, cheapest first; stops at the first failure. */
for (const { name, command, args, isNeeded = () => true } of steps) {
  if (!isNeeded()) continue
  console.log(`→ ${name}`)
  const startedAt = performance.now()
  // npm puts node_modules/.bin on the path of its scripts.
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' })
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
  if (status !== 0) {
    console.error(
      `✗ ${name} failed after ${seconds} s${error ? ` (${error.message})` : ''}: ${command} ${args.join(' ')}`,
    )
    process.exit(1)
  }
  console.log(`✓ ${name} (${seconds} s)`)
}
