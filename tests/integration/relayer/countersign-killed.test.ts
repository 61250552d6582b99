// A countersigner that is killed, started twice, or finds its disk full: nothing is signed twice, and nothing is lost.

import { spawn, type ChildProcess } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { audit } from '#audit/audit.ts'
import type { Address } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { get } from '../../support/api.ts'
import { findFaults, readLedgerPool } from '../../support/books.ts'
import { untilReward } from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { signStandard, standardPaid } from '../../support/webhooks.ts'
import { runRelayer, type RunningRelayer } from './running-relayer.ts'

const MAIN = fileURLToPath(new URL('../../../src/cli/main.ts', import.meta.url))

/** Kibibytes that a process may write into one file: less than a batch's line in the log takes. */
const SMALL_DISK_KIBIBYTES = 1

let running: RunningRelayer
let shop: shops.TestShop
let ann: shops.Person
let folder: string
let proxy: Server
/** What becomes of a signature that the command hands in; it goes on to the relayer when undefined. */
let onSignature: (() => void) | undefined
const children = new Set<ChildProcess>()

beforeAll(async () => {
  running = await runRelayer()
  folder = mkdtempSync(join(inject('runFolder'), 'countersign-killed-'))
  mkdirSync(join(folder, 'webhooks'))
  const made = await vouch('order-key', 'create', '--out', join(folder, 'order.key'), '--json')
  const signer = (JSON.parse(made.stdout) as { address: Address }).address
  shop = await shops.openShop(running.relayer, { orderSigner: signer })
  ann = await shops.join(running.relayer, shop)
  writeFileSync(join(folder, 'shop.key'), shop.apiKey, { mode: 0o600 })
  writeFileSync(join(folder, 'webhook.secret'), shop.secret, { mode: 0o600 })
  proxy = createServer((request, response) => {
    if (request.method === 'POST' && request.url?.endsWith('/signature') === true && onSignature) {
      onSignature()
      request.destroy()
      return
    }
    void forward(request, response)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
}, 120_000)

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  proxy.closeAllConnections()
  proxy.close()
  await running.stop()
})

async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET' } = request
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const { authorization = '', 'idempotency-key': key } = request.headers
  const answer = await fetch(`${running.relayer.url}${request.url}`, {
    method,
    headers: {
      authorization,
      'content-type': 'application/json',
      ...(typeof key === 'string' ? { 'idempotency-key': key } : {}),
    },
    ...(method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
  })
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
}

async function sale(id: string): Promise<void> {
  const clickToken = await shops.click(running.relayer, ann.code)
  const at = new Date(Date.now() + 60_000)
  const delivery = standardPaid({ id, subtotal: '100.00', clickToken, at })
  expect((await shops.deliver(running.relayer, shop, delivery)).status).toBe(200)
  const copy = { headers: signStandard(delivery, shop.secret), body: delivery.body }
  writeFileSync(join(folder, 'webhooks', `${id}.json`), JSON.stringify(copy))
  const isThere = async () => (await proposals()).length === 1
  await until('a proposed batch', isThere, { seen: () => undefined })
}

const proposals = async () =>
  (await get<{ data: readonly { proposalId: string }[] }>(running.relayer, '/v1/proposals', shop.apiKey)).data

const path = (name: string) => join(folder, name)

function argumentsOf(...more: readonly string[]): readonly string[] {
  const { port } = proxy.address() as AddressInfo
  return [
    ...['countersign', '--json', '--url', `http://127.0.0.1:${port}`, '--final-depth', '1'],
    ...['--key-file', path('shop.key'), '--order-key-file', path('order.key'), '--state', path('log')],
    ...['--rpc', running.chain.rpcUrl, '--ledger', running.chain.ledger, '--pool', String(shop.pool)],
    ...['--webhooks', `${shop.connectionId}=${path('webhooks')}`, '--secret-file', path('webhook.secret')],
    ...more,
  ]
}

/** The command as a child that the test can kill. */
function start(
  more: readonly string[],
  [program = process.execPath, ...before]: readonly string[] = [],
): { readonly child: ChildProcess; readonly end: Promise<{ status: number | null; stderr: string }> } {
  const child = spawn(program, [...before, MAIN, ...argumentsOf(...more)], {
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let stderr = ''
  child.stdout?.resume()
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const end = new Promise<{ status: number | null; stderr: string }>((resolve) => {
    child.once('close', (status) => resolve({ status, stderr }))
  })
  return { child, end }
}

type Line = { readonly kind: string; readonly seq?: number; readonly digest?: string }

/** Every line of the log, each of them whole. */
const logLines = () =>
  readFileSync(path('log'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)

const batchesOf = (seq: number) => logLines().filter((line) => line.kind === 'batch' && line.seq === seq)

test('killed after it signed and before the relayer knew, it hands in the same signature when it is started again', async () => {
  await sale('2001')
  const killed = await new Promise<number | null>((resolve) => {
    const { child, end } = start(['--every', '1'])
    onSignature = () => child.kill('SIGKILL')
    void end.then(({ status }) => resolve(status))
  })
  onSignature = undefined
  expect(killed).toBeNull()
  expect(batchesOf(1)).toHaveLength(1)
  expect(await proposals()).toHaveLength(1)
  expect((await readLedgerPool(running.chain, shop.pool)).nextSeq).toBe(1)

  // A power cut may tear the line after the last signature as well.
  appendFileSync(path('log'), '{"kind":"batch","programId":"')
  expect(await start(['--once']).end).toMatchObject({ status: 0 })
  expect(batchesOf(1)).toHaveLength(1)
  await untilReward(running.relayer, shop, '2001', 'promised', (reward) => reward.reserved === '5.00')
  expect((await readLedgerPool(running.chain, shop.pool)).nextSeq).toBe(2)
}, 120_000)

test('a second one on the same file is refused while the first runs, and takes over when it was killed', async () => {
  const first = start(['--every', '1'])
  const isLocked = () => Promise.resolve(statSync(path('log.lock'), { throwIfNoEntry: false }) !== undefined)
  await until('the first to have its file', isLocked, { seen: () => undefined })
  const second = await start(['--once']).end
  expect(second.status).toBe(3)
  expect(second.stderr).toContain(`Another countersigner (process ${first.child.pid}) uses this state file.`)
  first.child.kill('SIGKILL')
  await first.end
  expect(await start(['--once']).end).toMatchObject({ status: 0 })
}, 120_000)

test('with a full disk it signs nothing, tears no line, and goes on once there is room', async () => {
  await sale('2002')
  const before = logLines().length
  const full = ['bash', '-c', `ulimit -f ${SMALL_DISK_KIBIBYTES}; exec "$@"`, 'bash', process.execPath]
  const end = await start(['--once'], full).end
  expect(end.status).toBe(4)
  expect(end.stderr).toContain('cannot be written: EFBIG. Nothing was signed.')
  expect(logLines()).toHaveLength(before)
  expect(batchesOf(2)).toEqual([])
  expect(await proposals()).toHaveLength(1)

  expect(await start(['--once']).end).toMatchObject({ status: 0 })
  expect(batchesOf(2)).toHaveLength(1)
  await untilReward(running.relayer, shop, '2002', 'promised', (reward) => reward.reserved === '5.00')
  const { chain } = running
  const report = await audit({ rpc: chain.rpcUrl, ledger: chain.ledger, fromBlock: chain.deployBlock })
  expect(report.discrepancies).toEqual([])
  expect(await findFaults(running)).toEqual([])
}, 120_000)
