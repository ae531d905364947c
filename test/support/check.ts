import { spawn } from 'node:child_process'
import { isBuildStale } from './stale-build.ts'

interface Step {
  name: string
  command: string
  args: string[]
  /** Left out when it has nothing to do. */
  isNeeded?: () => boolean
}

const report = '--outputFile.json=test/output/vitest.json'

/** What reads the sources only, in two lanes side by side: one for each core. */
const lanes: Step[][] = [
  [
    { name: 'format', command: 'prettier', args: ['--check', '--log-level', 'warn', '.'] },
    { name: 'types', command: 'tsc', args: ['-p', 'tsconfig.json'] },
  ],
  [
    { name: 'lint', command: 'oxlint', args: ['--type-aware', '--quiet'] },
    { name: 'types of the tests', command: 'tsc', args: ['-p', 'test/tsconfig.json'] },
    { name: 'types of the pages', command: 'tsc', args: ['-p', 'kiosk/tsconfig.json'] },
    { name: 'dead code', command: 'knip', args: ['--no-progress'] },
    {
      name: 'code that only tests need',
      command: 'knip',
      args: ['--production', '--include', 'files', '--no-progress'],
    },
  ],
]

const afterwards: Step[] = [
  { name: 'build', command: 'npm', args: ['run', '--silent', 'build'], isNeeded: isBuildStale },
  {
    name: 'tests',
    command: 'vitest',
    args: ['run', '-c', 'test/vitest.config.ts', '--reporter=default', '--reporter=json', report],
  },
]

/** Runs the steps one after the other; stops at the first that fails, and then ends the program. */
async function run(steps: Step[]): Promise<void> {
  for (const { name, command, args, isNeeded = () => true } of steps) {
    if (!isNeeded()) continue
    console.log(`→ ${name}`)
    const startedAt = performance.now()
    const end = await ended(command, args)
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1)
    if (end !== 0) {
      console.error(`✗ ${name} failed after ${seconds} s (${end}): ${command} ${args.join(' ')}`)
      process.exit(1)
    }
    console.log(`✓ ${name} (${seconds} s)`)
  }
}

/** The program's exit code, or what kept it from having one. */
const ended = (command: string, args: string[]): Promise<number | string> =>
  new Promise((resolve) => {
    // npm puts node_modules/.bin on the path of its scripts.
    const child = spawn(command, args, { stdio: 'inherit' })
    child.once('error', ({ message }) => resolve(message))
    child.once('close', (code, signal) => resolve(code ?? `ended by ${signal}`))
  })

/** Everything that must hold before a change is merged, cheapest first. */
await Promise.all(lanes.map(run))
await run(afterwards)
