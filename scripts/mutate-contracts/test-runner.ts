// Runs Solidity tests in this process with the runner that hardhat brings, on artifacts in memory.

import { createRequire } from 'node:module'
import { stripVTControlCharacters } from 'node:util'
import type { Artifact } from './compiler.ts'

/** How tests are run. */
export type TestSettings = {
  readonly root: string
  readonly solcVersion: string
  readonly evmVersion: string
  /** Files that tests may read, from the root. */
  readonly readableFiles: readonly string[]
  readonly seed: string
  /** Most gas that one test may burn. */
  readonly testGas: number
}

/** Which tests of a suite to run, and how often the random ones. */
export type Effort = {
  /** Regular expressions over names of tests. */
  readonly only?: string
  readonly except?: string
  readonly fuzzRuns: number
  readonly invariantRuns: number
  readonly invariantDepth: number
}

export type SuiteOutcome = {
  readonly tests: number
  /** `test name: reason` of each test that failed. */
  readonly failures: readonly string[]
}

export type TestRunner = {
  /** Runs one suite; `artifacts` are all that its tests may deploy by name, the suite itself among them. */
  readonly run: (suite: Artifact, artifacts: readonly Artifact[], effort: Effort) => Promise<SuiteOutcome>
}

type TestResult = { readonly name: string; readonly status: string; readonly reason?: string }

/** The part of the runner's interface in use. */
type Edr = {
  readonly EdrContext: new () => {
    registerSolidityTestRunnerFactory: (chainType: string, factory: unknown) => Promise<void>
    runSolidityTests: (
      chainType: string,
      artifacts: readonly unknown[],
      suites: readonly unknown[],
      config: unknown,
      tracing: unknown,
      onSuite: (result: { readonly testResults: readonly TestResult[] }) => void,
    ) => Promise<unknown>
  }
  readonly L1_CHAIN_TYPE: string
  readonly l1SolidityTestRunnerFactory: () => unknown
  readonly l1GenesisState: (hardfork: unknown) => unknown
  readonly l1HardforkFromString: (name: string) => unknown
  readonly FsAccessPermission: { readonly ReadFile: unknown }
  readonly IncludeTraces: { readonly None: unknown }
  readonly CollectStackTraces: { readonly OnFailure: unknown }
}

/** Loads hardhat's own copy of the runner, so that both always run the same. */
export async function createTestRunner(settings: TestSettings): Promise<TestRunner> {
  const ofProject = createRequire(import.meta.url)
  const ofHardhat = createRequire(ofProject.resolve('hardhat/package.json'))
  const edr = ofHardhat('@nomicfoundation/edr') as Edr
  const context = new edr.EdrContext()
  await context.registerSolidityTestRunnerFactory(edr.L1_CHAIN_TYPE, edr.l1SolidityTestRunnerFactory())

  return {
    run: async (suite, artifacts, effort) => {
      // The results may come after the end of the run that they are of.
      const { promise: outcome, resolve } = Promise.withResolvers<SuiteOutcome>()
      await context.runSolidityTests(
        edr.L1_CHAIN_TYPE,
        artifacts.map((artifact) => edrArtifact(settings, artifact)),
        [edrId(settings, suite)],
        edrConfig(edr, settings, effort),
        { buildInfos: [], ignoreContracts: false },
        ({ testResults }) => resolve(readResults(testResults)),
      )
      return outcome
    },
  }
}

function readResults(results: readonly TestResult[]): SuiteOutcome {
  const failures = results.filter(({ status }) => status === 'Failure')
  return {
    tests: results.length,
    failures: failures.map(({ name, reason }) => `${name}: ${stripVTControlCharacters(reason ?? '')}`),
  }
}

function edrId({ solcVersion }: TestSettings, { name, file }: Artifact): unknown {
  return { name, solcVersion, source: file }
}

function edrArtifact(settings: TestSettings, artifact: Artifact): unknown {
  return {
    id: edrId(settings, artifact),
    contract: {
      abi: artifact.abi,
      bytecode: artifact.creationCode,
      linkReferences: {},
      deployedBytecode: artifact.runtimeCode,
      deployedLinkReferences: {},
    },
  }
}

function edrConfig(edr: Edr, settings: TestSettings, effort: Effort): unknown {
  return {
    projectRoot: settings.root,
    hardfork: settings.evmVersion,
    fsPermissions: settings.readableFiles.map((path) => ({ access: edr.FsAccessPermission.ReadFile, path })),
    localPredeploys: edr.l1GenesisState(edr.l1HardforkFromString(settings.evmVersion)),
    includeTraces: edr.IncludeTraces.None,
    collectStackTraces: edr.CollectStackTraces.OnFailure,
    generateGasReport: false,
    gasLimit: BigInt(settings.testGas),
    disableBlockGasLimit: true,
    disableTransactionGasCap: true,
    testSourcePaths: {},
    ...(effort.only === undefined ? {} : { testPattern: effort.only }),
    ...(effort.except === undefined ? {} : { excludeTestPattern: effort.except }),
    fuzz: { seed: settings.seed, runs: effort.fuzzRuns },
    invariant: {
      runs: effort.invariantRuns,
      depth: effort.invariantDepth,
      failOnRevert: true,
      shrinkRunLimit: 0,
    },
  }
}
