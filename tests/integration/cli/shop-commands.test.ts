// What a shop does from its terminal, each command a process of its own beside one running system: its wires tried out, its
// orders and rewards read, its money moved, its keys and endpoints made and ended.

import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startReceiver, type Receiver } from '../../support/receiver.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { signStandard, standardPaid } from '../../support/webhooks.ts'
import { COMMANDS_MS, startVouch, type Ended } from './run-vouch.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let receiver: Receiver
let shop: shops.TestShop
let person: shops.Person
let folder: string

beforeAll(async () => {
  ;[chain, database, receiver] = await Promise.all([startTestChain(), createTestDatabase(), startReceiver()])
  relayer = await startRelayer({ chain, database, env: { WEBHOOKS_TO_LOOPBACK: 'allowed' } })
  shop = await shops.openShop(relayer, { deposit: '100.00' })
  person = await shops.join(relayer, shop)
  folder = mkdtempSync(join(inject('runFolder'), 'cli-'))
  save('shop.key', shop.apiKey)
  save('standard.txt', shop.secret)
}, COMMANDS_MS)

afterAll(async () => {
  await Promise.all([relayer.stop(), receiver.stop()])
  await Promise.all([chain.stop(), database.drop()])
})

function save(name: string, text: string): void {
  writeFileSync(join(folder, name), `${text}\n`, { mode: 0o600 })
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8').trim()

/** Runs a command with the shop's key; data and refusals as they came. */
const run = (...command: readonly string[]): Promise<Ended> =>
  startVouch(folder, ...command, '--url', relayer.url, '--key-file', 'shop.key').ended

/** The same for a command that goes well and prints JSON. */
async function json<Answer>(...command: readonly string[]): Promise<Answer> {
  const { status, stdout, stderr } = await run(...command, '--json')
  expect({ command, status, stderr }).toMatchObject({ status: 0 })
  return JSON.parse(stdout) as Answer
}

describe('a connection', { timeout: COMMANDS_MS }, () => {
  const secrets = {
    shopify: 'shpss_0123456789abcdef0123456789abcdef',
    stripe: 'whsec_0123456789abcdefghijABCDEFGHIJ01',
  } as const
  const connections: Record<string, string> = {}

  test('of each platform is made with its steps, takes a secret, and then a test order', async () => {
    connections['standard'] = shop.connectionId
    await Promise.all(
      (['shopify', 'woocommerce', 'stripe'] as const).map(async (platform) => {
        const own = platform === 'woocommerce' ? undefined : secrets[platform]
        if (own !== undefined) save(`${platform}.txt`, own)
        const secretFile = own === undefined ? [] : ['--secret-file', `${platform}.txt`]
        const made = await json<{ connectionId: string; secret: string; steps: unknown[] }>(
          ...['connection', 'add', '--platform', platform, '--wait', '0', ...secretFile],
        )
        if (own === undefined) save(`${platform}.txt`, made.secret)
        connections[platform] = made.connectionId
        expect(made.steps.length).toBeGreaterThan(0)
      }),
    )
    const topics: Record<string, string> = {}
    for (const [platform, connection] of Object.entries(connections)) {
      const secret = ['--secret-file', `${platform}.txt`]
      const sent = await json<{ topic: string; status: string }>(
        ...['webhook', 'send-test', '--connection', connection, ...secret],
      )
      expect({ platform, ...sent }).toMatchObject({ platform, status: 'recorded' })
      topics[platform] = sent.topic
    }
    expect(topics).toEqual({
      standard: 'order.paid',
      shopify: 'orders/paid',
      woocommerce: 'order.updated',
      stripe: 'checkout.session.completed',
    })
    await outcomes.untilQuiet(relayer, shop)
    const { data } = await json<{ data: { state: string }[] }>('delivery', 'list')
    expect(data.map(({ state }) => state)).toEqual(Array(4).fill('processed'))
  })

  test('that only test orders came through waits for the first order still, and says that its secret is right', async () => {
    const checked = await run('connection', 'check', connections['shopify'] ?? '')
    expect(checked.status).toBe(1)
    expect(checked.stdout).toContain('1 read')
    expect(checked.stdout).toContain('No order has been seen yet.')
    expect(checked.stdout).toContain('address and secret are right')
  })

  test('refuses a test order under another secret, in one sentence', async () => {
    const { status, stdout, stderr } = await run(
      ...[
        'webhook',
        'send-test',
        '--connection',
        connections['stripe'] ?? '',
        '--secret-file',
        'shopify.txt',
      ],
    )
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('The signature does not fit the body and the secret. (signature_invalid)')
  })

  test('is given another secret, and is closed', async () => {
    const id = connections['woocommerce'] ?? ''
    const rotated = await json<{ secret: string }>('connection', 'rotate', id)
    expect(rotated.secret).toMatch(/^[0-9a-f]{64}$/)
    expect((await run('connection', 'close', id)).stdout).toContain('What came through it stays.')
    const after = await run('webhook', 'send-test', '--connection', id, '--secret-file', 'woocommerce.txt')
    expect(after.status).toBe(1)
  })
})

describe('an order', { timeout: COMMANDS_MS }, () => {
  test('is tried out, told, traced, batched and taken along', async () => {
    const trial = ['order', 'test', '--connection', shop.connectionId, '--link', person.code]
    const tried = await run(...trial, '--amount', '100.00')
    expect(tried.stdout).toContain('It would pay 5.00 test dollars. Nothing of it was kept.')

    const clickToken = await shops.click(relayer, person.code)
    await shops.deliver(relayer, shop, standardPaid({ id: 'tea-1', subtotal: '100.00', clickToken }))
    await outcomes.untilReward(relayer, shop, 'tea-1', 'promised', ({ state }) => state === 'promised')
    const order = await outcomes.orderOf(relayer, shop, 'tea-1')
    const [trace, batches, batch, checked] = await Promise.all([
      run('order', 'trace', order?.orderId ?? ''),
      run('batch', 'list'),
      run('batch', 'show', String(shop.pool), '1'),
      run('connection', 'check', shop.connectionId),
    ])
    expect(trace.stdout).toContain('5.00')
    expect(batches.stdout).toContain('5.00 in 1 reward of 1 person')
    expect(batch.stdout).toContain(`5.00 to ${person.payee}`)
    expect(checked).toMatchObject({ status: 0 })
    expect(checked.stdout).toContain('1 × the token of a link')

    const table = await run('export', 'rewards', '--out', 'rewards.csv')
    expect(table).toMatchObject({ status: 0, stdout: '' })
    expect(read('rewards.csv')).toContain('5.00')
    expect(statSync(join(folder, 'rewards.csv')).mode & 0o777).toBe(0o600)
    const nowhere = await run('export', 'rewards', '--out', 'no/such/folder.csv')
    expect(nowhere.status).toBe(3)
    expect(nowhere.stderr).toContain('cannot be written')
  })
})

describe('the pool', { timeout: COMMANDS_MS }, () => {
  test('is asked for money, and keeps it when the shop changes its mind at once', async () => {
    const to = ['--amount', '10.00', '--to', shops.freshPayee()]
    const { withdrawalId } = await json<{ withdrawalId: string }>('pool', 'withdraw', shop.programId, ...to)
    const kept = await json<{ state: string }>('pool', 'keep', shop.programId, withdrawalId)
    expect(kept.state).toBe('cancelling')
    const second = await run('pool', 'withdraw', shop.programId, ...to)
    expect([0, 1]).toContain(second.status)
  })

  test('takes more money, and none that is no amount', async () => {
    const funded = await run('pool', 'fund', shop.programId, '--amount', '7.00')
    expect(funded.stdout).toMatch(/^The pool holds 10[27]\.00 test dollars for new rewards, and [05]\.00/)
    expect((await shops.readPool(relayer, shop)).deposited).toBe('107.00')
    const refused = await run('pool', 'fund', shop.programId, '--amount', 'ten', '--json')
    expect(refused).toMatchObject({ status: 1, stdout: '' })
    expect(refused.stderr).toContain('(input_invalid)\n  amount must be a decimal string such as')
    expect(JSON.parse(refused.stderr.trim().split('\n').at(-1) ?? '')).toMatchObject({
      error: { code: 'input_invalid', facts: { fields: [{ field: '/amount' }] } },
      exitCode: 1,
    })
  })
})

describe('keys and endpoints', { timeout: COMMANDS_MS }, () => {
  test('a key may do what it was made for until it is revoked', async () => {
    const make = ['api-key', 'create', '--name', 'ci', '--scope', 'read', '--out', 'ci.key']
    const { keyId } = await json<{ keyId: string }>(...make)
    expect((await run(...make)).status).toBe(3)
    const as = (...command: readonly string[]) =>
      startVouch(folder, ...command, '--url', relayer.url, '--key-file', 'ci.key').ended
    expect((await as('program', 'list')).stdout).toContain(shop.programId)
    const forbidden = await as('pool', 'fund', shop.programId, '--amount', '1.00')
    expect(forbidden.status).toBe(3)
    expect(forbidden.stderr).toContain('It needs a key with the scope pools; api-key create makes one.')
    expect((await run('api-key', 'revoke', keyId)).status).toBe(0)
    expect((await as('program', 'list')).status).toBe(3)
  })

  test('an endpoint is told of a test, by the new secret after a rotation, and no more once it is off', async () => {
    const { endpointId } = await json<{ endpointId: string }>(
      ...['endpoint', 'add', receiver.url, '--out', 'hook.txt'],
    )
    receiver.useSecret(read('hook.txt'))
    expect((await run('endpoint', 'test', endpointId)).status).toBe(0)
    expect((await run('endpoint', 'rotate', endpointId, '--out', 'hook-2.txt')).status).toBe(0)
    receiver.useSecret(read('hook-2.txt'))
    expect((await run('webhook', 'send-test', '--endpoint', endpointId)).status).toBe(0)
    receiver.answerNext(500)
    const failed = await run('endpoint', 'test', endpointId)
    expect(failed.status).toBe(1)
    expect(failed.stdout).toContain('Status 500')
    expect(failed.stderr).toBe('vouch: The endpoint did not take the test event.\n')
    expect(receiver.heard.map(({ isGenuine, body }) => [isGenuine, body.type])).toEqual(
      Array.from({ length: 3 }, () => [true, 'endpoint.test']),
    )
    expect((await run('endpoint', 'disable', endpointId)).stdout).toContain('off')
    expect((await run('endpoint', 'remove', endpointId)).status).toBe(0)
  })
})

describe('a webhook', { timeout: COMMANDS_MS }, () => {
  const verify = (...options: readonly string[]): Promise<Ended> =>
    startVouch(
      folder,
      ...['webhook', 'verify', '--platform', 'standard', '--secret-file', 'standard.txt'],
      ...['--headers-file', 'headers.json', '--body-file', 'body.json', ...options],
    ).ended

  test('is verified without a server: 0 when it is right, 1 and one reason when not', async () => {
    const delivery = standardPaid({ id: 'tea-2', subtotal: '1.00' })
    save('headers.json', JSON.stringify(signStandard(delivery, shop.secret)))
    writeFileSync(join(folder, 'body.json'), delivery.body)
    expect(await verify()).toEqual({ status: 0, stdout: 'valid\n', stderr: '' })
    expect(await verify('--at', '1700000000')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'vouch: The signed timestamp is too far from now.\n',
    })
    writeFileSync(join(folder, 'body.json'), delivery.body.replace('1.00', '9.00'))
    expect(await verify()).toEqual({
      status: 1,
      stdout: '',
      stderr: 'vouch: The signature does not fit the body and the secret.\n',
    })
  })
})

describe('what goes wrong', { timeout: COMMANDS_MS }, () => {
  test('is told in a sentence with the code to end with', async () => {
    const [unknown, dotted, missing, nowhere] = await Promise.all([
      run('batch', 'show', '1', '99'),
      run('webhook', 'resend', '..'),
      startVouch(folder, 'program', 'list', '--key-file', 'none.key').ended,
      startVouch(folder, 'program', 'list', '--key-file', 'shop.key', '--url', 'http://127.0.0.1:1', '--json')
        .ended,
    ])
    expect(unknown).toMatchObject({ status: 1, stdout: '' })
    expect(unknown.stderr).toContain('Look at the id')
    expect(dotted).toMatchObject({ status: 2, stderr: 'vouch: ".." is not an id.\n' })
    expect(missing).toMatchObject({ status: 3, stderr: 'vouch: The key file none.key cannot be read.\n' })
    expect(nowhere.status).toBe(4)
    expect(JSON.parse(nowhere.stderr.trim().split('\n').at(-1) ?? '')).toEqual({
      error: { code: 'unreachable', sentence: 'No server answers at http://127.0.0.1:1.', facts: {} },
      exitCode: 4,
    })
    for (const { stdout, stderr } of [unknown, dotted, missing, nowhere])
      expect(stdout + stderr).not.toContain(shop.apiKey)
    expect(existsSync(join(folder, 'none.key'))).toBe(false)
  })
})
