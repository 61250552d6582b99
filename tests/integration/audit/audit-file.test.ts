// The audit as an auditor runs it: one file, `node`, an empty folder and an RPC URL.

import { audit } from '#audit/audit.ts'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildAudit } from '../../../scripts/build-audit.ts'
import { playMarket, type Market } from './market.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'
import { mappingWith, overwrite } from './storage.ts'

/** A port that nothing listens on: reserved for TCP port service multiplexers, which nobody runs. */
const NOTHING_THERE = 'http://127.0.0.1:1'

/** The escape that begins every terminal code. */
const ESCAPE = String.fromCharCode(27)

let folder: string
let chain: QuietChain
let market: Market

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vouchpenny-audit-'))
  await buildAudit(join(folder, 'built.mjs'))
  mkdirSync(join(folder, 'empty'))
  copyFileSync(join(folder, 'built.mjs'), join(folder, 'empty', 'audit.mjs'))
  chain = await startQuietChain()
  market = await playMarket(chain)
})

afterAll(async () => {
  await chain?.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Run = { readonly code: number | null; readonly stdout: string; readonly stderr: string }

function run(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['audit.mjs', ...args],
      { cwd: join(folder, 'empty') },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

const here = () => ['--rpc', chain.rpcUrl, '--ledger', market.driver.ledger]

describe('dist/audit.mjs', () => {
  test('prints the same report as the library, alone in its folder, and the same bytes twice', async () => {
    const [first, second] = [await run(...here(), '--json'), await run(...here(), '--json')]
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(first.stdout)).toEqual(await audit({ rpc: chain.rpcUrl, ledger: market.driver.ledger }))
    expect(second.stdout).toBe(first.stdout)
    expect(readdirSync(join(folder, 'empty'))).toEqual(['audit.mjs'])
  })

  test('is built the same, byte for byte, from the same sources, and names no folder of the machine', async () => {
    await buildAudit(join(folder, 'again.mjs'))
    const built = readFileSync(join(folder, 'built.mjs'), 'utf8')
    expect(readFileSync(join(folder, 'again.mjs'), 'utf8')).toBe(built)
    expect(built).not.toContain(process.cwd())
  })

  test('reads well: header, pools, checks, and what is and is not proved', async () => {
    const { code, stdout } = await run(...here())
    expect(code).toBe(0)
    expect(stdout).toContain(`Audit of    ${market.driver.ledger}\nchain       31337\n`)
    expect(stdout).toContain(
      [
        '  pool  deposited  available  reserved  owed  paid  withdrawn',
        '     1      10.00       7.85      0.20  0.42  0.53       1.00',
        '     2       2.00       1.84      0.00  0.00  0.16       0.00',
        '   all      12.00       9.69      0.20  0.42  0.69       1.00',
      ].join('\n'),
    )
    expect(stdout).toContain('\nProved from the chain alone\n  + ')
    expect(stdout).toContain('\nNot provable from the chain\n  - That an order happened')
    expect(stdout.endsWith('\nClean: no discrepancy.\n')).toBe(true)
    expect(stdout).not.toContain(ESCAPE)
  })

  test('exits 1 with a discrepancy and says where it is', async () => {
    const snapshot = await chain.client.snapshot()
    const { driver } = market
    const balances = await mappingWith(chain, driver.token, driver.ledger, 10_310_007n)
    await overwrite(chain, driver.token, balances(driver.ledger), 10_000_000n)
    const { code, stdout } = await run(...here())
    await chain.client.revert({ id: snapshot })
    expect(code).toBe(1)
    expect(stdout).toContain('  1. The ledger holds 310000 raw units less than it has promised.\n')
    expect(stdout).toContain(
      '     expected  at least 10310000 raw units\n     found     10000000 raw units\n',
    )
    expect(stdout.endsWith('\nNot clean: 2 discrepancies.\n')).toBe(true)
  })

  test.each<[string, () => string[]]>([
    ['no arguments', () => []],
    ['an unknown option', () => [...here(), '--everything']],
    ['something that is no URL', () => ['--rpc', 'localhost:8545', '--ledger', market.driver.ledger]],
    ['something that is no address', () => ['--rpc', chain.rpcUrl, '--ledger', '0x12']],
    ['an address without code', () => ['--rpc', chain.rpcUrl, '--ledger', market.stranger]],
    ['a contract that is no ledger', () => ['--rpc', chain.rpcUrl, '--ledger', market.driver.token]],
    ['a block that is not a number', () => [...here(), '--to-block', '1e3']],
    ['a block that is not there yet', () => [...here(), '--to-block', '999999']],
    ['a block before the deployment', () => [...here(), '--to-block', '1']],
    ['a first block behind the deployment', () => [...here(), '--from-block', '20']],
    ['a first block behind the last', () => [...here(), '--from-block', '9', '--to-block', '8']],
  ])('exits 2 for %s, with a reason and without a report', async (_name, args) => {
    const { code, stdout, stderr } = await run(...args())
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.length).toBeGreaterThan(20)
    expect(stderr).not.toContain('    at ')
  })

  test('exits 4 when the endpoint does not answer', async () => {
    const { code, stdout, stderr } = await run('--rpc', NOTHING_THERE, '--ledger', market.driver.ledger)
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' })
    expect(stderr).toMatch(/^audit: The chain does not answer at the moment\. \(asked: .*\)\n$/)
  })

  test('says its exit codes in its help', async () => {
    const { code, stdout } = await run('--help')
    expect(code).toBe(0)
    expect(stdout).toContain('Exit codes:\n  0   clean')
    expect(stdout).not.toContain('--demo')
  })
})
