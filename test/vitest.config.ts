import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'
import { onlyWhole } from './support/slice.ts'

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    exclude: [...configDefaults.exclude, ...onlyWhole],
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    // PC/SC's native part aborts in worker threads.
    pool: 'forks',
    // Nothing in the product keeps state in a module, so files may share what they import: it takes half the time.
    isolate: false,
    // Most files wait for devices, browsers and clocks: one worker more than there are cores keeps both busy.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
