// Compiles and tests the contracts with the npm `solc`, so that nothing is downloaded. Everything hardhat writes
// stays under `.hardhat/`, which git ignores.

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'hardhat/config'
import type { HardhatPlugin } from 'hardhat/types/plugins'
import type { SolidityTestProfileUserConfig } from 'hardhat/types/test'
import { printHistories } from './scripts/test/print-histories.ts'

/** One compiler for contracts and tests; the pragma of every source names the same version. */
const SOLC_VERSION = '0.8.37'

/**
 * Calls for which the optimizer weighs gas against size: the ledger is deployed once and called for years. More changes no
 * gas figure, and makes the ledger a kilobyte longer.
 */
const OPTIMIZER_RUNS = 20_000

/** What random inputs and histories are drawn from, and printed with them. Any other 32 bytes play others. */
const FUZZ_SEED =
  process.env['FUZZ_SEED'] ?? '0x7727ea51af0441c20da14dcd68a15dac8c9ebd589c5be8fa8c87c1d3720450bc'

/** Random histories of each of the 26 invariant tests, and calls in each: together 26 000 calls, in half a minute. */
const INVARIANT_RUNS = 8
const INVARIANT_DEPTH = 125

/** With these histories of each, a million calls (`npm run test:invariants:deep`). */
const DEEP_INVARIANT_RUNS = 308

/** What hardhat puts before the path of a source of this project; sources from packages are named `npm/…`. */
const PROJECT_SOURCE = 'project/'

/** What solc says about any use of transient storage at all, here in OpenZeppelin's `TransientSlot`. */
const TRANSIENT_STORAGE_NOTICE = 'Transient storage as defined by EIP-1153'

/** Contract and init code larger than a chain takes: true of test contracts; a test holds the ledger to the limit. */
const SIZE_WARNINGS = ['5574', '3860']

type CompilerMessage = {
  readonly errorCode?: string
  severity: string
  type: string
  readonly message: string
  readonly sourceLocation?: { readonly file: string }
}

/** A warning about a source of this project stops the build; the notice about transient storage is not shown. */
const warningsAreErrors: HardhatPlugin = {
  id: 'warnings-are-errors',
  hookHandlers: {
    solidity: () =>
      Promise.resolve({
        default: () =>
          Promise.resolve({
            invokeSolc: async (context, compiler, input, config, next) => {
              const output = await next(context, compiler, input, config)
              const messages: CompilerMessage[] = output.errors ?? []
              for (const message of messages) {
                if (!message.sourceLocation?.file.startsWith(PROJECT_SOURCE)) continue
                if (SIZE_WARNINGS.includes(message.errorCode ?? '')) continue
                message.severity = 'error'
                message.type = 'WarningAsError'
              }
              const shown = output.errors?.filter(
                ({ message }) => !message.startsWith(TRANSIENT_STORAGE_NOTICE),
              )
              return shown === undefined ? output : { ...output, errors: shown }
            },
          }),
      }),
  },
}

/** The npm package's compiler, which needs no download. */
const SOLC_PATH = fileURLToPath(import.meta.resolve('solc/soljson.js'))

const SETTINGS = {
  evmVersion: 'osaka',
  optimizer: { enabled: true, runs: OPTIMIZER_RUNS },
  // The bytecode depends on the code alone: a comment changes no byte that an auditor compares.
  metadata: { bytecodeHash: 'none' },
}

function testProfile(invariantRuns: number): SolidityTestProfileUserConfig {
  return {
    fuzz: { seed: FUZZ_SEED },
    invariant: {
      runs: invariantRuns,
      depth: INVARIANT_DEPTH,
      failOnRevert: true,
      // A handler makes all that it needs of one random number: values seen on the chain would only repeat calls.
      dictionaryWeight: 0,
      includeStorage: false,
      includePushBytes: false,
    },
    fsPermissions: { readFile: ['tests/vectors/records.json', 'tests/vectors/passkeys.json'] },
  }
}

export default defineConfig({
  plugins: [warningsAreErrors],
  solidity: {
    compilers: [{ version: SOLC_VERSION, path: SOLC_PATH, settings: SETTINGS }],
    // What goes on a chain takes the pipeline with cheaper code. It is slow, so the tests, which deploy the ledger as
    // built here, do without.
    overrides: {
      'contracts/RewardLedger.sol': {
        version: SOLC_VERSION,
        path: SOLC_PATH,
        settings: { ...SETTINGS, viaIR: true },
      },
    },
    splitTestsCompilation: true,
  },
  tasks: [printHistories],
  test: {
    solidity: {
      profiles: {
        default: testProfile(INVARIANT_RUNS),
        deep: testProfile(DEEP_INVARIANT_RUNS),
      },
    },
  },
  paths: {
    sources: './contracts',
    tests: { solidity: './tests/contracts' },
    artifacts: './.hardhat/artifacts',
    cache: './.hardhat/cache',
  },
})
