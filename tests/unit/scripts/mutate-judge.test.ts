// Judging mutants of a small project with solc and the test runner in this process.

import { beforeAll, expect, test } from 'vitest'
import { build } from '../../../scripts/mutate-contracts/compiler.ts'
import { createJudge, type Judge } from '../../../scripts/mutate-contracts/judge.ts'
import type { Mutant } from '../../../scripts/mutate-contracts/mutants.ts'
import { mutatedFiles, reachOf, type Workshop } from '../../../scripts/mutate-contracts/workshop.ts'

const HEAD = '// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n'

const LIBRARY = 'contracts/libraries/Half.sol'
const CONTRACT = 'contracts/Counter.sol'
const BY_NAME = 'tests/contracts/Counter.t.sol'
const EMBEDDED = 'tests/contracts/Half.t.sol'

const TEXTS: Readonly<Record<string, string>> = {
  [LIBRARY]: `library Half { function of_(uint256 x) internal pure returns (uint256) { return x / 2; } }`,
  [CONTRACT]: `import {Half} from "./libraries/Half.sol";
contract Counter {
    uint256 public count;
    function add(uint256 x) external { if (x > 10) revert(); count += Half.of_(x); }
    function drain(uint256 x) external { while (x > 0) --x; count = 0; }
}`,
  [BY_NAME]: `interface Code { function getCode(string calldata) external view returns (bytes memory); }
interface Counts { function add(uint256) external; function drain(uint256) external; function count() external view returns (uint256); }
contract CounterTest {
    function test_Adds() external {
        bytes memory code = Code(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D).getCode("Counter.sol:Counter");
        address counter;
        assembly ("memory-safe") { counter := create(0, add(code, 32), mload(code)) }
        Counts(counter).add(9);
        require(Counts(counter).count() > 3);
        Counts(counter).drain(3);
        require(Counts(counter).count() == 0);
    }
}`,
  [EMBEDDED]: `import {Half} from "../../contracts/libraries/Half.sol";
contract HalfTest { function test_Four() external pure { require(Half.of_(8) == 4, "half"); } }`,
}

let workshop: Workshop
let judge: Judge

beforeAll(async () => {
  const quick = {
    evmVersion: 'osaka',
    optimizer: { enabled: false },
    metadata: { bytecodeHash: 'none' },
  }
  const sources = new Map(
    Object.entries(TEXTS).map(([file, text]) => [file, { file, bytes: Buffer.from(HEAD + text) }]),
  )
  const built = build(sources, quick, Object.fromEntries(Object.keys(TEXTS).map((file) => [file, ['*']])))
  if ('errors' in built) throw new Error(built.errors.join('\n'))
  workshop = {
    key: 'k',
    quick,
    optimised: { ...quick, optimizer: { enabled: true, runs: 200 } },
    tests: {
      root: '/',
      solcVersion: '0.8.37',
      evmVersion: 'osaka',
      readableFiles: [],
      seed: '0x01',
      testGas: 10_000_000,
    },
    sources,
    artifacts: built.artifacts.filter(({ creationCode }) => creationCode !== '0x'),
  }
  judge = await createJudge(workshop)
})

/** The mutant that has `after` where a source has `before`. */
function mutant(file: string, before: string, after: string): Mutant {
  const start = workshop.sources.get(file)!.bytes.indexOf(before)
  const end = start + before.length
  return {
    id: 'm',
    file,
    line: 1,
    operator: 'constant',
    start,
    end,
    text: after,
    before: '',
    after: '',
  }
}

test('every test passes without a mutation', async () => {
  expect(await judge.runUnmutated()).toEqual([])
})

test('knows which suites deploy the mutated contract by name, and which have its code in theirs', () => {
  expect(mutatedFiles(workshop)).toEqual([CONTRACT, LIBRARY])
  const names = (file: string) =>
    Object.values(reachOf(workshop, file)).map((artifacts) => artifacts.map(({ name }) => name))
  expect(names(LIBRARY)).toEqual([['Counter', 'Half'], ['CounterTest'], ['HalfTest']])
  expect(names(CONTRACT)).toEqual([['Counter'], ['CounterTest'], []])
})

test('a mutant is killed through the contract that a test deploys by name', async () => {
  expect(await judge.judge(mutant(CONTRACT, 'count += ', 'count -= '))).toMatchObject({
    result: 'killed',
    by: expect.stringMatching(/^CounterTest\.test_Adds\(\)/) as unknown,
    suite: BY_NAME,
  })
})

test('a mutant is killed through a test that has the code in its own', async () => {
  // 9 / 2 and 8 / 2 are 4 for the counter, which tells 4 from 5 only by being above 3.
  expect(await judge.judge(mutant(LIBRARY, 'x / 2', '(x + 2) / 2'))).toMatchObject({
    result: 'killed',
    by: expect.stringMatching(/^HalfTest\.test_Four\(\)/) as unknown,
    suite: EMBEDDED,
  })
})

test('a mutant that no test notices survives', async () => {
  const verdict = await judge.judge(mutant(CONTRACT, 'x > 10', 'x > 11'))
  expect(verdict).toMatchObject({ result: 'survived' })
})

test('a mutant that changes no bytecode is none', async () => {
  expect(await judge.judge(mutant(CONTRACT, 'x > 10', 'x > (10)'))).toEqual({ result: 'equivalent' })
})

test('a mutant of which the optimizer makes the same bytecode is none', async () => {
  expect(await judge.judge(mutant(CONTRACT, 'count = 0', 'count = x & 0'))).toEqual({ result: 'equivalent' })
})

test('a mutant that does not compile is none', async () => {
  expect(await judge.judge(mutant(CONTRACT, 'x > 10', 'x > y'))).toEqual({ result: 'uncompilable' })
})

test('an endless loop runs out of gas and is killed', async () => {
  expect(await judge.judge(mutant(CONTRACT, '--x;', '{}'))).toMatchObject({ result: 'killed' })
})
