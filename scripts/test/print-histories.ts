// A part of hardhat's configuration: after the Solidity tests it prints what the random histories of the invariant tests
// were made of, and from which seed, and fails when something happened too seldom.

import { overrideTask } from 'hardhat/config'
import type { Result } from 'hardhat/types/utils'
import { countActions, findSeldom, renderActions, type SuiteResult } from './count-actions.ts'

/** What hardhat's task returns, as far as it is read here. */
type TestsResult = { readonly suiteResults: readonly SuiteResult[] }

/** The profile that hardhat takes when none is named. */
const DEFAULT_PROFILE = 'default'

export const printHistories = overrideTask(['test', 'solidity'])
  .setInlineAction(async (args, hre, runSuper) => {
    const result = (await runSuper(args)) as Result<TestsResult, TestsResult>
    const tests = result.success ? result.value : result.error
    const counts = countActions(tests.suiteResults)
    const table = renderActions(counts)
    if (table === '') return result

    const profile = hre.config.test.solidity.profiles[args['testProfile'] ?? DEFAULT_PROFILE]
    console.log(`${table}\n  from seed ${profile?.fuzz.seed}\n`)
    const seldom = findSeldom(counts)
    for (const sentence of seldom) console.error(sentence)
    return seldom.length === 0 ? result : { success: false as const, error: tests }
  })
  .build()
