// `vouch audit --demo`: the demo's chain is started for the audit and stopped behind it, whatever the audit says.

import {
  AUDIT_EXIT,
  auditCommand,
  type AuditCommandDeps,
  type DemoChain,
} from '../../../src/cli/audit-command.ts'
import { CommanderError } from 'commander'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { playMarket, type Market } from './market.ts'
import { startQuietChain, type QuietChain } from './quiet-chain.ts'

let chain: QuietChain
let market: Market
let stops = 0

beforeAll(async () => {
  chain = await startQuietChain()
  market = await playMarket(chain)
})

afterAll(async () => chain?.stop())

beforeEach(() => {
  stops = 0
})

function demoChain(ledger = market.driver.ledger): DemoChain {
  return { rpcUrl: chain.rpcUrl, ledger, stop: async () => void (stops += 1) }
}

type Outcome = { readonly code: number | undefined; readonly stdout: string; readonly stderr: string }

async function run(
  startDemoChain: AuditCommandDeps['startDemoChain'],
  args: string[],
  isTTY = false,
): Promise<Outcome> {
  const written = { stdout: '', stderr: '' }
  let code: number | undefined
  let now = 0
  const command = auditCommand({
    startDemoChain,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { isTTY, write: (text) => (written.stderr += text) },
    // Every look at the clock is a second later, so that progress is due now and then.
    clock: () => (now += 1_000),
    exitWith: (given) => {
      code = given
    },
  })
  try {
    await command.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    code = error.exitCode
  }
  return { code, ...written }
}

test('audits the last demo and stops its chain', async () => {
  const { code, stdout, stderr } = await run(async () => demoChain(), ['--demo', '--json'])
  expect({ code, stderr, stops }).toEqual({ code: AUDIT_EXIT.clean, stderr: '', stops: 1 })
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, ledger: market.driver.ledger })
})

test('stops the chain when the audit is refused', async () => {
  const { code } = await run(async () => demoChain(market.stranger), ['--demo'])
  expect({ code, stops }).toEqual({ code: AUDIT_EXIT.usage, stops: 1 })
})

test('says so when there was no demo, and when its chain does not start', async () => {
  const none = await run(async () => undefined, ['--demo'])
  expect(none).toMatchObject({ code: AUDIT_EXIT.usage, stderr: expect.stringContaining('npm run demo') })
  const broken = await run(async () => Promise.reject(new Error('The chain is damaged.')), ['--demo'])
  expect(broken).toMatchObject({
    code: AUDIT_EXIT.rpc,
    stderr: expect.stringContaining('The chain is damaged.'),
  })
})

test('refuses a demo together with another chain, and knows none without a way to start it', async () => {
  const both = await run(async () => demoChain(), ['--demo', '--rpc', chain.rpcUrl])
  expect(both).toMatchObject({ code: AUDIT_EXIT.usage, stdout: '' })
  const without = await run(undefined, ['--demo'])
  expect(without).toMatchObject({ code: AUDIT_EXIT.usage, stderr: expect.stringContaining('unknown option') })
})

test('draws its progress over one line of a terminal, clears it, and leaves standard output alone', async () => {
  const { stdout, stderr } = await run(async () => demoChain(), ['--demo', '--json'], true)
  expect(stderr).toMatch(
    /^\rreading logs: block \d+ of \d+, \d+ logs\s*\rcomparing 4 payees and 5 batches with what the ledger stores\s*\r +\r$/,
  )
  expect(JSON.parse(stdout)).toMatchObject({ ok: true })
})
