// Starts that cannot work: each says why in one sentence, exits with its own code, and harms nothing that runs.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getAddress } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFreePort } from '../../../scripts/system/free-port.ts'
import * as api from '../../support/api.ts'
import { queryDatabase } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, testPostgresUrlOf, type TestDatabase } from '../../support/database.ts'
import { prepareRelayer, spawnMain, startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'

/** Bad environment, and chain or storage that cannot be used. */
const EXIT_CONFIG = 3
const EXIT_CHAIN = 4

/** Nothing listens there: port 1 is reserved. */
const NOBODY_LISTENS = 'http://127.0.0.1:1'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** Starts a relayer with the running one's environment, but for `change`; returns how it ended. */
async function startWith(
  change: Readonly<Record<string, string>>,
): Promise<{ code: number | null; said: string }> {
  const life = spawnMain({
    ...relayer.env,
    PORT: String(await findFreePort()),
    LOG_LEVEL: 'error',
    ...change,
  })
  const { code } = await life.ended
  return { code, said: life.output().trim() }
}

/** One line, one sentence, no stack. */
const ONE_SENTENCE = /^[A-Z][^\n]*\.$/

describe('a start', () => {
  test('without an answer from the chain says so', async () => {
    const { code, said } = await startWith({ CHAIN_RPC_URL: NOBODY_LISTENS })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toMatch(/^The chain does not answer at the moment \(CHAIN_RPC_URL: /)
    expect(said).toMatch(ONE_SENTENCE)
  })

  test('without an answer from the database says so', async () => {
    const url = 'postgresql://nobody@127.0.0.1:1/nothing'
    const { code, said } = await startWith({ DATABASE_URL: url })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toBe(
      'The store does not answer at the moment (DATABASE_URL: connect ECONNREFUSED 127.0.0.1:1).',
    )
  })

  test('on a database that does not exist says so', async () => {
    const { code, said } = await startWith({ DATABASE_URL: testPostgresUrlOf('no_such_database') })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toBe(
      'The store does not answer at the moment (DATABASE_URL: database "no_such_database" does not exist).',
    )
  })

  test('on the same testnet started anew says that it is another chain', async () => {
    const anew = await startTestChain()
    try {
      expect(anew.ledger).toBe(chain.ledger)
      const { code, said } = await startWith({
        CHAIN_RPC_URL: anew.rpcUrl,
        LEDGER_ADDRESS: anew.ledger,
        DEPLOY_BLOCK: String(anew.deployBlock),
      })
      expect(code).toBe(EXIT_CHAIN)
      expect(said).toBe(
        'This is not the chain that this data was made with ' +
          `(differs deployBlockHash, expected ${chain.deployBlockHash}, found ${anew.deployBlockHash}).`,
      )
    } finally {
      await anew.stop()
    }
  })

  test('with an address that holds no ledger says so', async () => {
    const { code, said } = await startWith({ LEDGER_ADDRESS: `0x${'12'.repeat(20)}` })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toMatch(/no contract at this address/)
    expect(said).toMatch(ONE_SENTENCE)
  })

  test('with the token’s address in the ledger’s place says so', async () => {
    const { code, said } = await startWith({ LEDGER_ADDRESS: chain.token })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toMatch(ONE_SENTENCE)
  })

  test('with a deployment block that the chain has not reached says so', async () => {
    const { code, said } = await startWith({ DEPLOY_BLOCK: '900000' })
    expect(code).toBe(EXIT_CHAIN)
    expect(said).toMatch(/a chain that ends before it/)
    expect(said).toMatch(ONE_SENTENCE)
  })

  test('on a port that is in use says which', async () => {
    const { code, said } = await startWith({ PORT: String(relayer.port) })
    expect({ code, said }).toEqual({
      code: EXIT_CONFIG,
      said: `Port ${relayer.port} is in use by another program; choose another with PORT.`,
    })
  })

  test('without a variable that it needs names it', async () => {
    const { DATABASE_URL: _left, ...env } = relayer.env
    const life = spawnMain(env)
    expect(await life.ended).toEqual({ code: EXIT_CONFIG, signal: null })
    expect(life.output().trim()).toBe('The environment variable DATABASE_URL is missing.')
  })

  test('with a data folder that cannot be one says so', async () => {
    const file = join(relayer.dataFolder, 'a-file')
    writeFileSync(file, '')
    const { code, said } = await startWith({ DATA_DIR: file })
    expect(code).toBe(EXIT_CONFIG)
    expect(said).toMatch(/^The folder of DATA_DIR cannot be used: /)
    expect(said).toMatch(ONE_SENTENCE)
  })

  test('with a damaged key file names the file and does not replace it', async () => {
    const other = await prepareRelayer({ chain, database })
    writeFileSync(join(other.dataFolder, 'master.key'), 'not a key\n')
    const { code, said } = await startWith({ DATA_DIR: other.dataFolder })
    expect(code).toBe(EXIT_CONFIG)
    expect(said).toMatch(/^The folder of DATA_DIR cannot be used: master\.key in .* is damaged\.$/)
    expect(said).toMatch(ONE_SENTENCE)
    expect(said).not.toContain('not a key')
  })

  test('with a host that is not this machine’s says so', async () => {
    const { code, said } = await startWith({ HOST: '192.0.2.1' })
    expect({ code, said }).toEqual({
      code: EXIT_CONFIG,
      said: 'The address of HOST does not belong to this machine.',
    })
  })

  test('that was refused has left the running relayer unharmed', async () => {
    expect(await api.get(relayer, '/readyz')).toEqual({ status: 'ready' })
    const pins = await queryDatabase(database, 'select ledger from chain_identity')
    expect(pins).toEqual([{ ledger: getAddress(chain.ledger) }])
    const shop = await shops.openShop(relayer, { deposit: '10.00' })
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '10.00' })
  })
})
