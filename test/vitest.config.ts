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
    // Most files wait for devices, browsers and clocks: two workers more than there are cores keep both busy.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
