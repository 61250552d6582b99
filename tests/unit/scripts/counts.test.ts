// How many tests ran is read from what the runners report; a mistake here would make a failure look like success.

import { expect, test } from 'vitest'
import { countSolidityTests, countVitestTests } from '../../../scripts/test/counts.ts'

test("reads hardhat's summary, colours or not", () => {
  expect(countSolidityTests('  ✔ test_A()\n\n  185 passing\n')).toEqual({ passed: 185, failed: 0 })
  expect(countSolidityTests('\u001B[32m  12 passing\u001B[39m\n\u001B[31m  3 failing\u001B[39m\n')).toEqual({
    passed: 12,
    failed: 3,
  })
})

test('finds nothing where no summary is', () => {
  expect(countSolidityTests('Error HH404: no compiler')).toEqual({ passed: 0, failed: 0 })
  expect(countSolidityTests('test_7 passing notes 5 passing by')).toEqual({ passed: 0, failed: 0 })
  expect(countVitestTests('')).toEqual({ passed: 0, failed: 0 })
})

test("reads vitest's report", () => {
  const report = {
    numPassedTests: 40,
    numFailedTests: 2,
    testResults: [{ status: 'failed', assertionResults: [{}, {}] }],
  }
  expect(countVitestTests(JSON.stringify(report))).toEqual({ passed: 40, failed: 2 })
})

test('counts a file that could not be loaded as a failure', () => {
  const report = {
    numPassedTests: 40,
    numFailedTests: 0,
    testResults: [{ status: 'failed', assertionResults: [] }],
  }
  expect(countVitestTests(JSON.stringify(report))).toEqual({ passed: 40, failed: 1 })
})
