// What `npm start` takes from its command line and environment, and what it refuses in one sentence.

import { expect, test } from 'vitest'
import { readArguments, readSurroundings } from '../../../scripts/start/arguments.ts'

const PLAIN = { empty: false, lan: false, port: 8787 }

test('takes its defaults without arguments', () => {
  expect(readArguments([])).toEqual({ run: PLAIN })
  expect(readSurroundings(PLAIN, {})).toEqual({
    host: '127.0.0.1',
    publicUrl: undefined,
    databaseUrl: undefined,
    rpcUrl: undefined,
  })
})

test('takes every option', () => {
  expect(readArguments(['--empty', '--lan', '--port', '9000'])).toEqual({
    run: { empty: true, lan: true, port: 9000 },
  })
  expect(readArguments(['-h'])).toEqual({ help: true })
})

test.each([
  [['--port', '0']],
  [['--port', '65536']],
  [['--port', '8o87']],
  [['--port']],
  [['--fast']],
  [['now']],
])('refuses %j in one sentence', (args) => {
  expect(readArguments(args)).toEqual({ wrong: expect.stringMatching(/^[^.]+\.$/) as unknown })
})

test.each(['1', '65535'])('takes port %s', (port) => {
  expect(readArguments(['--port', port])).toEqual({ run: { ...PLAIN, port: Number(port) } })
})

test('takes what the environment gives', () => {
  const environment = {
    PUBLIC_URL: 'https://vouch.example',
    DATABASE_URL: 'postgresql:///x?host=/tmp',
    CHAIN_RPC_URL: 'http://localhost:8545',
  }
  expect(readSurroundings(PLAIN, environment)).toEqual({
    host: '127.0.0.1',
    publicUrl: 'https://vouch.example',
    databaseUrl: 'postgresql:///x?host=/tmp',
    rpcUrl: 'http://localhost:8545',
  })
})

test.each([
  ['PUBLIC_URL', 'vouch.example', 'PUBLIC_URL is not an http or https address.'],
  ['CHAIN_RPC_URL', 'ws://localhost', 'CHAIN_RPC_URL is not an http or https address.'],
  ['DATABASE_URL', 'mysql://localhost', 'DATABASE_URL is not a postgresql:// address.'],
])('refuses a bad %s in one sentence', (name, value, sentence) => {
  expect(readSurroundings(PLAIN, { [name]: value })).toEqual({ wrong: sentence })
})
