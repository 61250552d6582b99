// Four kinds of tests: `unit` touches nothing outside the process, `integration` runs on a real PostgreSQL and testnet,
// `differential` compares the ledger with its model on a testnet, `browser` visits the pages one test at a time.

import { defineConfig } from 'vitest/config'

/** The machines that run this have two cores; PostgreSQL and the testnet share them. */
const WORKERS = 2

/** A unit test takes milliseconds, the heaviest three seconds; on a machine with other work many times that. */
const UNIT_TIMEOUT_MILLISECONDS = 30_000

/** A test on real components takes seconds; a minute means that it hangs. */
const INTEGRATION_TIMEOUT_MILLISECONDS = 60_000

/** Random histories on a testnet take some seconds; a failure is shrunk before it is told. */
const DIFFERENTIAL_TIMEOUT_MILLISECONDS = 300_000

/** A browser starts slowly on a loaded machine. */
const BROWSER_TIMEOUT_MILLISECONDS = 120_000

const onRealComponents = {
  globalSetup: ['tests/support/run.ts'],
  setupFiles: ['tests/support/judge-answers.ts'],
}

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    // One kind after the other, the quickest first.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts'],
          isolate: false,
          testTimeout: UNIT_TIMEOUT_MILLISECONDS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...onRealComponents,
          name: 'integration',
          sequence: { groupOrder: 1 },
          include: ['tests/{integration,regression,hostile}/**/*.test.ts'],
          testTimeout: INTEGRATION_TIMEOUT_MILLISECONDS,
          hookTimeout: INTEGRATION_TIMEOUT_MILLISECONDS,
        },
      },
      {
        test: {
          name: 'differential',
          sequence: { groupOrder: 2 },
          include: ['tests/differential/**/*.test.ts'],
          testTimeout: DIFFERENTIAL_TIMEOUT_MILLISECONDS,
          hookTimeout: DIFFERENTIAL_TIMEOUT_MILLISECONDS,
        },
      },
      {
        test: {
          ...onRealComponents,
          name: 'browser',
          sequence: { groupOrder: 3 },
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: BROWSER_TIMEOUT_MILLISECONDS,
          hookTimeout: BROWSER_TIMEOUT_MILLISECONDS,
          fileParallelism: false,
        },
      },
    ],
  },
})
