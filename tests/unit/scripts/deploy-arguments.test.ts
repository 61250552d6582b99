// The command line and environment of `npm run deploy`, and the page that lists them.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DEPLOY_USAGE, readArguments, readSurroundings } from '../../../scripts/deploy/arguments.ts'

const TOKEN = '0x00000000000000000000000000000000000000AA'
const KEY = `0x${'12'.repeat(32)}` as const

describe('arguments', () => {
  test('say nothing but the folder unless told', () => {
    expect(readArguments([])).toEqual({
      run: { json: false, token: undefined, terms: {}, folder: 'deployments', confirmations: undefined },
    })
  })

  test('name token, terms by the units they are in, folder and confirmations', () => {
    const given = [
      ...['--token', TOKEN.toLowerCase(), '--default-minimum-micros', '250000'],
      ...['--min-hold-seconds', '7200', '--max-hold-seconds', '86400', '--notice-seconds', '90000'],
      ...['--request-window-seconds', '100000', '--folder', 'elsewhere', '--confirmations', '3', '--json'],
    ]
    expect(readArguments(given)).toEqual({
      run: {
        json: true,
        token: TOKEN,
        terms: {
          defaultMinimumMicros: 250_000n,
          minHoldSeconds: 7_200n,
          maxHoldSeconds: 86_400n,
          noticeSeconds: 90_000n,
          requestWindowSeconds: 100_000n,
        },
        folder: 'elsewhere',
        confirmations: 3,
      },
    })
    expect(readArguments(['--test-token'])).toMatchObject({ run: { token: 'TestDollar' } })
    expect(readArguments(['-h'])).toEqual({ help: true })
  })

  test.each([
    ['an unknown option', ['--everything'], "Unknown option '--everything'."],
    ['two tokens', ['--test-token', '--token', TOKEN], '--token and --test-token exclude each other.'],
    ['something that is no address', ['--token', '0x12'], '--token takes an address of 20 bytes in hex.'],
    [
      'an address with a wrong checksum',
      ['--token', TOKEN.replace('AA', 'aA')],
      '--token takes an address of 20 bytes in hex.',
    ],
    ['a term in words', ['--notice-seconds', '1d'], '--notice-seconds takes a whole number.'],
    ['a term below zero', ['--notice-seconds=-1'], '--notice-seconds takes a whole number.'],
    [
      'confirmations in words',
      ['--confirmations', 'some'],
      '--confirmations takes a whole number up to 9999.',
    ],
  ])('refuse %s in one sentence', (_name, given, wrong) => {
    expect(readArguments(given)).toEqual({ wrong })
  })
})

describe('the environment', () => {
  test('names the chain and the key', () => {
    expect(readSurroundings({ CHAIN_RPC_URL: 'https://node', DEPLOYER_KEY: KEY })).toEqual({
      rpcUrl: 'https://node',
      deployerKey: KEY,
    })
  })

  test.each([
    ['no chain', { DEPLOYER_KEY: KEY }, 'CHAIN_RPC_URL is not set'],
    [
      'a chain without http',
      { CHAIN_RPC_URL: 'localhost:1', DEPLOYER_KEY: KEY },
      'CHAIN_RPC_URL is not an http',
    ],
    ['no key', { CHAIN_RPC_URL: 'http://node' }, 'DEPLOYER_KEY is not set'],
    [
      'half a key',
      { CHAIN_RPC_URL: 'http://node', DEPLOYER_KEY: '0x9876' },
      'DEPLOYER_KEY is not a private key',
    ],
    [
      'a key that is no hex',
      { CHAIN_RPC_URL: 'http://node', DEPLOYER_KEY: 'x9876' },
      'DEPLOYER_KEY is not a',
    ],
  ])('is refused with %s, and the key never told', (_name, environment, words) => {
    const answer = readSurroundings(environment)
    expect(answer).toEqual({ wrong: expect.stringContaining(words) as string })
    expect(JSON.stringify(answer)).not.toContain('9876')
  })
})

test('docs/reference/contracts.md has a row for each option, and no other', () => {
  const page = readFileSync(new URL('../../../docs/reference/contracts.md', import.meta.url), 'utf8')
  const written = Array.from(page.matchAll(/^\| `(--[^`]+)`/gm), ([, flags]) => flags)
  const offered = Array.from(DEPLOY_USAGE.matchAll(/^ {2}(--\S+(?: <\w+>)?)/gm), ([, flags]) => flags)
  expect(offered).toHaveLength(11)
  expect(new Set([...written, '--help'])).toEqual(new Set(offered))
  expect(written).toHaveLength(10)
})
