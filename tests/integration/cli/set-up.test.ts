// `vouch retailer setup` and `vouch program create` as processes: asked on a terminal, cut off by Ctrl-C at every step, gone
// on with, and nothing done twice.

import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openDatabase } from '#store/database.ts'
import { get } from '../../support/api.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts'
import { COMMANDS_MS, CTRL_C, runOnTerminal, startVouch, type Ended } from './run-vouch.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let proxy: CuttingProxy
let folder: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  proxy = await startCuttingProxy(relayer.url)
  folder = mkdtempSync(join(inject('runFolder'), 'cli-'))
}, COMMANDS_MS)

afterAll(async () => {
  await proxy.stop()
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

/** Runs a command; with `cutAt` it gets Ctrl-C after the server has taken the POST to that address. */
function run(command: readonly string[], cutAt?: string): Promise<Ended> {
  const running = startVouch(folder, ...command, '--url', proxy.url)
  if (cutAt !== undefined) proxy.cutAt(cutAt, running.interrupt)
  return running.ended
}

async function count(table: string): Promise<number> {
  const books = openDatabase({ connectionString: database.url })
  try {
    const { rows } = await sql<{ n: string }>`select count(*) as n from ${sql.table(table)}`.execute(books)
    return Number(rows[0]?.n)
  } finally {
    await books.destroy()
  }
}

const operator = (): readonly string[] => [
  '--operator-key-file',
  join(relayer.dataFolder, 'operator.key'),
  '--state-file',
  'setup.json',
]

const SHOP = ['--name', 'Tea', '--platform', 'standard', '--shop-url', 'https://tea.example']
const setUp = (): readonly string[] => [
  'retailer',
  'setup',
  ...SHOP,
  ...['--percent', '8', '--fund', '100.00', '--key-file', 'shop.key'],
  ...operator(),
]

test(
  'a set-up that is cut off at every step goes on from there, and does nothing twice',
  { timeout: COMMANDS_MS },
  async () => {
    for (const step of ['/v1/retailers', '/v1/connections', '/v1/programs', '/pool', '/deposits']) {
      const { status, stdout, stderr } = await run(setUp(), step)
      expect({ step, status, stdout }).toEqual({ step, status: 130, stdout: '' })
      expect(stderr).toContain('Cut off. The same command goes on from here')
      expect(existsSync(join(folder, 'setup.json'))).toBe(true)
    }
    const { status, stdout, stderr } = await run([...setUp(), '--json'])
    expect({ status, stderr }).toMatchObject({ status: 0 })
    expect(stderr).toContain('Going on with the set-up of Tea')
    expect(JSON.parse(stdout)).toMatchObject({ available: '100.00', apiKeyFile: 'shop.key' })
    expect(existsSync(join(folder, 'setup.json'))).toBe(false)

    const keyFile = join(folder, 'shop.key')
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    const key = readFileSync(keyFile, 'utf8').trim()
    const { programId } = JSON.parse(stdout) as { programId: string }
    expect(await get(relayer, `/v1/programs/${programId}/pool`, key)).toMatchObject({ deposited: '100.00' })
    const once = await Promise.all(
      ['retailer_profiles', 'retailer_connections', 'retailer_programs', 'retailer_pools'].map(count),
    )
    expect(once).toEqual([1, 1, 1, 1])
  },
)

test(
  'a program whose making is cut off gets its pool by the command that it names',
  { timeout: COMMANDS_MS },
  async () => {
    const key = ['--key-file', 'shop.key']
    const create = ['program', 'create', '--name', 'Summer', '--shop-url', 'https://tea.example']
    const cut = await run([...create, '--flat', '2.00', '--fund', '40.00', ...key], '/v1/programs')
    expect(cut).toMatchObject({ status: 130, stdout: '' })
    const later = await run([...create, '--flat', '2.00', '--fund', '40.00', ...key], '/pool')
    expect(later.status).toBe(130)
    const [, programId = ''] = /pool open (\w+) --fund 40\.00 goes on/.exec(later.stderr) ?? []
    const third = await run(['pool', 'open', programId, '--fund', '40.00', ...key], '/deposits')
    expect(third.status).toBe(130)
    const open = await run(['pool', 'open', programId, '--fund', '40.00', '--json', ...key])
    const shown = await run(['pool', 'show', programId, '--json', ...key])
    expect(JSON.parse(shown.stdout)).toMatchObject({ state: 'open', deposited: '40.00' })
    expect([0, 1]).toContain(open.status)
    const again = await run(['pool', 'open', programId, '--fund', '40.00', ...key])
    expect(again).toMatchObject({ status: 1, stdout: '' })
    expect(again.stderr).toContain('open already')
  },
)

test('on a terminal it asks five questions, each again when it cannot be right', async () => {
  const { status, shown } = await runOnTerminal(
    folder,
    ['retailer', 'setup', ...operator(), '--url', relayer.url],
    [
      { question: 'Name of the shop', typed: 'Mugs' },
      { question: 'Platform', typed: 'magento' },
      { question: 'Platform', typed: 'woocommerce' },
      { question: 'Address of the shop', typed: 'mugs.example' },
      { question: 'Address of the shop', typed: 'https://mugs.example' },
      { question: 'Reward for each sale', typed: '8' },
      { question: 'Reward for each sale', typed: '2.00' },
      { question: 'Test dollars', typed: '' },
    ],
  )
  expect(shown).toContain('Something is wrong with the platform: platform must be one of standard, shopify')
  expect(shown).toContain('Say 8% for a share of the sale, or 8.00 for a fixed amount.')
  expect(shown).toContain('Mugs is set up. Its pool holds 100.00 test dollars.')
  expect(shown).toMatch(/your key {10}vp_test_\w+ \(shown this once\)\s+save it into \.vouchpenny\/shop\.key/)
  expect(status).toBe(0)
})

test('Ctrl-C at a question ends it in one sentence, with nothing done', async () => {
  const before = await count('retailer_profiles')
  const { status, shown } = await runOnTerminal(
    folder,
    ['retailer', 'setup', ...operator(), '--url', relayer.url],
    [
      { question: 'Name of the shop', typed: 'Never' },
      { question: 'Platform', typed: CTRL_C },
    ],
  )
  expect(shown).toContain('vouch: Given up before anything was done.')
  expect(shown).not.toMatch(/ at |Error/)
  expect(status).toBe(130)
  expect(await count('retailer_profiles')).toBe(before)
  expect(existsSync(join(folder, 'setup.json'))).toBe(false)
})
