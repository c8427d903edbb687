import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: [
      'bin/*.test.mjs',
      'server/src/**/*.test.ts',
      'fakes/**/*.test.ts',
      'simulator/**/*.test.ts',
      'server/e2e/**/*.test.ts',
      'console/src/**/*.test.ts',
      'h5/src/**/*.test.ts',
      'sdk/**/*.test.ts',
    ],
    // One engine a process: chDB takes seconds to load and hangs in threads; a tenant costs nothing.
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    // A machine that is busy is late, not wrong: a test ends when it hangs, a condition is waited for.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 120_000, interval: 50 } },
    globalSetup: ['server/src/platform/testing-postgres.ts'],
    setupFiles: [
      'server/src/platform/testing-leftovers.ts',
      'server/src/platform/testing-stuck.ts',
    ],
    env: { UV_THREADPOOL_SIZE: '16' },
  },
})
