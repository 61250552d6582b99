// What each mutation operator makes of a small contract, as solc itself parses it.

import { expect, test } from 'vitest'
import { parse } from '../../../scripts/mutate-contracts/compiler.ts'
import { findMutants, mutate, type Mutant } from '../../../scripts/mutate-contracts/mutants.ts'

const FILE = 'C.sol'

const SETTINGS = { evmVersion: 'osaka' }

function sourceOf(members: string) {
  const text = `contract C {\n${members}\n}\nlibrary SafeCast {\nfunction toUint8(uint256 x) internal pure returns (uint8) { return uint8(x); }\n}\n`
  return {
    file: FILE,
    bytes: Buffer.from(`// SPDX-License-Identifier: MIT\npragma solidity 0.8.37;\n${text}`),
  }
}

/** The mutants of the contract C with these members. */
function mutantsOf(members: string): readonly Mutant[] {
  const source = sourceOf(members)
  const tree = parse(new Map([[FILE, source]]), SETTINGS).get(FILE)
  return findMutants(source, tree!).filter(({ id }) => id.startsWith('C'))
}

/** What one operator makes of the only line of a function. */
function linesOf(operator: string, line: string, parameters = 'uint256 a, uint256 b'): readonly string[] {
  const members = `uint256 s; event E(uint256 x); error F(uint256 x, uint256 y);
function g() private {} modifier m() { _; }
function f(${parameters}) external {
${line}
}`
  return mutantsOf(members)
    .filter((mutant) => mutant.operator === operator && mutant.id.startsWith('C.f-'))
    .map(({ after }) => after)
}

test.each([
  ['s = a < b ? 1 : 2;', ['s = a <= b ? 1 : 2;', 's = a >= b ? 1 : 2;']],
  ['s = a >= b ? 1 : 2;', ['s = a > b ? 1 : 2;', 's = a < b ? 1 : 2;']],
  ['s = a == b ? 1 : 2;', ['s = a != b ? 1 : 2;']],
])('takes the edge of a comparison away, or turns it round: %s', (line, expected) => {
  expect(linesOf('comparison', line)).toEqual(expected)
})

test.each([
  ['s = a + b;', ['s = a - b;']],
  ['s = (a * b) >> 1;', ['s = (a / b) >> 1;', 's = (a * b) << 1;']],
  ['s = a & b | 3;', ['s = a | b | 3;', 's = a & b & 3;']],
  ['s += a;', ['s -= a;', 's = a;']],
  ['++s;', ['--s;']],
  ['s = a++;', ['s = a--;']],
])('makes an arithmetic operator another: %s', (line, expected) => {
  expect([...linesOf('arithmetic', line)].sort()).toEqual([...expected].sort())
})

test('changes the places of && and ||, leaves one operand out, and drops a negation', () => {
  expect(linesOf('logic', 's = !p && q ? 1 : 2;', 'bool p, bool q')).toEqual([
    's = p && q ? 1 : 2;',
    's = !p ? 1 : 2;',
    's = q ? 1 : 2;',
    's = !p || q ? 1 : 2;',
  ])
})

test('forces a condition, except where that removes a refusal or never ends', () => {
  expect(linesOf('condition', 's = a < b ? 1 : 2;')).toEqual(['s = true ? 1 : 2;', 's = false ? 1 : 2;'])
  expect(linesOf('condition', 'if (a < b) s = 1;')).toEqual(['if (true) s = 1;', 'if (false) s = 1;'])
  expect(linesOf('condition', 'while (a < b) ++a;')).toEqual(['while (false) ++a;'])
  expect(linesOf('condition', 'if (a < b) revert F(a, b);')).toEqual([])
})

test.each([
  ['refusal', 'if (a < b) revert F(a, b);', '{}'],
  ['refusal', 'if (a < b) { revert F(a, b); }', '{}'],
  ['refusal', 'require(a < b);', '{}'],
  ['write', 's = a;', '{}'],
  ['write', 'delete s;', '{}'],
  ['write', 'uint256 c = a; s = c;', 'uint256 c; s = c;'],
  ['event', 'if (a < b) emit E(a);', 'if (a < b) {}'],
  ['call', 'g();', '{}'],
  ['flow', 'for (; a < b; ++a) { continue; }', 'for (; a < b; ++a) { {} }'],
  ['flow', 'if (a < b) return; g();', 'if (a < b) {} g();'],
  ['arguments', 'revert F(a, b);', 'revert F(b, a);'],
  ['cast', 's = uint8(a);', 's = (a);'],
  ['cast', 's = SafeCast.toUint8(a);', 's = uint8(a);'],
])('%s: %s', (operator, line, expected) => {
  expect(linesOf(operator, line)).toContain(expected)
})

test('every removal leaves something that compiles', () => {
  const source = sourceOf(`uint256 s; event E(uint256 x);
function f(uint256 a) external { if (a == 7) revert(); emit E(a); while (a < 9) { ++a; if (a == 3) continue; s = a; } }`)
  const removals = mutantsOf(source.bytes.toString().split('\n').slice(3, 5).join('\n')).filter(
    ({ text }) => text === '{}',
  )
  expect(removals).toHaveLength(5)
  for (const mutant of removals) {
    const bytes = Buffer.from(mutate(source, mutant))
    expect(() => parse(new Map([[FILE, { file: FILE, bytes }]]), SETTINGS)).not.toThrow()
  }
})

test('removes a modifier, and changes places in the arguments of a base constructor', () => {
  const members = 'modifier m() { _; } function f() external m {}'
  expect(mutantsOf(members).map(({ operator, after }) => [operator, after])).toEqual([
    ['modifier', 'modifier m() { _; } function f() external  {}'],
  ])
})

test('makes a constant one more and one less, a boolean the other, a text empty', () => {
  const members = [
    'uint256 constant DAY = 1 days;',
    'bool constant YES = true;',
    'string constant NAME = "n";',
    'uint256 constant NONE = 0;',
    'uint8 constant MOST = type(uint8).max;',
  ].join('\n')
  expect(mutantsOf(members).map(({ after }) => after.replace(/^.* = /, ''))).toEqual([
    '(1 days + 1);',
    '(1 days - 1);',
    'false;',
    '"";',
    '1;',
    '(type(uint8).max - 1);',
  ])
})

test('returns zero or the other boolean, one value at a time', () => {
  const members = `function f(uint256 a, bool p) external pure returns (uint256, bool) {
return (a, p);
}`
  const returned = mutantsOf(members).filter(({ operator }) => operator === 'return value')
  expect(returned.map(({ after }) => after)).toEqual(['return (0, p);', 'return (a, !(p));'])
})

test('changes instructions, numbers, conditions and statements of assembly', () => {
  const line =
    'assembly { s := add(a, 32) mstore(0, a) if iszero(a) { b := eq(a, 0) } switch a case 1 { b := 2 } }'
  const members = `function f(uint256 a, uint256 b) external pure returns (uint256 s) {
${line}
}`
  const assembly = mutantsOf(members).filter(({ operator }) => operator === 'assembly')
  expect(assembly.map(({ after }) => after)).toEqual(
    expect.arrayContaining([
      line.replace('add', 'sub'),
      line.replace('32', '0x21'),
      line.replace('32', '0x1f'),
      line.replace('s := add(a, 32)', '{}'),
      line.replace('mstore(0, a)', '{}'),
      line.replace('iszero(a)', 'a'),
      line.replace('iszero(a)', '1'),
      line.replace('iszero(a)', '0'),
      line.replace('eq(a, 0)', 'iszero(eq(a, 0))'),
      line.replace('case 1', 'case 0x2'),
    ]),
  )
})

test('names the line, and keeps the id when other code changes', () => {
  const [mutant] = mutantsOf('uint256 s;\nfunction f() external { s = 7; }')
  const [moved] = mutantsOf('uint256 s; uint256 t;\n\n\nfunction f()   external { s = 7; }')
  expect(mutant).toMatchObject({ file: FILE, line: 5, before: 'function f() external { s = 7; }' })
  expect(moved).toMatchObject({ id: mutant!.id, line: 7 })
})

test('tells equal edits of one function apart', () => {
  const mutants = mutantsOf('uint256 s;\nfunction f() external {\ns = 7;\ns = 7;\n}')
  expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length)
})

test('counts places in bytes, as solc does', () => {
  const [mutant] = mutantsOf('// ≥ 1 · ‖\nuint256 constant N = 0; // 10⁻⁶')
  expect(mutate(sourceOf('// ≥ 1 · ‖\nuint256 constant N = 0; // 10⁻⁶'), mutant!)).toContain('N = 1; // 10⁻⁶')
})
