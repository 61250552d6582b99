// A shop that holds its own order key, end to end: what the relayer proposes is checked by the command that runs at the
// shop, with the shop's own copies of its webhooks, and signed or refused; the ledger, the books and the audit agree.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audit } from '#audit/audit.ts'
import { rewardLedgerAbi } from '#abi/reward-ledger.ts'
import { testDollarAbi } from '#abi/test-dollar.ts'
import { encodeFunctionData, type Address, type Hex } from 'viem'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { sendFrom } from '../../support/act-as.ts'
import { get, post, replace } from '../../support/api.ts'
import { findFaults, paidTo, readLedgerPool, warp } from '../../support/books.ts'
import { untilReward } from '../../support/outcomes.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { signStandard, standardPaid, standardRefunded, type Delivery } from '../../support/webhooks.ts'
import { runRelayer, type RunningRelayer } from './running-relayer.ts'

type Proposals = {
  readonly data: readonly { readonly proposalId: string; readonly kind: string }[]
  readonly setAside: readonly { readonly externalId: string; readonly reason: string }[]
}

let running: RunningRelayer
let shop: shops.TestShop
let ann: shops.Person
let folder: string
let signer: Address
let copies = 0

beforeAll(async () => {
  running = await runRelayer()
  folder = mkdtempSync(join(inject('runFolder'), 'countersign-'))
  mkdirSync(join(folder, 'webhooks'))
  const made = await vouch('order-key', 'create', '--out', join(folder, 'order.key'), '--json')
  signer = (JSON.parse(made.stdout) as { address: Address }).address
  shop = await shops.openShop(running.relayer, { orderSigner: signer })
  ann = await shops.join(running.relayer, shop)
  writeFileSync(join(folder, 'shop.key'), shop.apiKey, { mode: 0o600 })
  writeFileSync(join(folder, 'webhook.secret'), shop.secret, { mode: 0o600 })
})

afterAll(() => running.stop())

/** Tells the relayer, and keeps a copy in the shop's own folder. */
async function tell(delivery: Delivery, { isKept = true } = {}): Promise<void> {
  expect((await shops.deliver(running.relayer, shop, delivery)).status).toBe(200)
  if (!isKept) return
  const copy = { headers: signStandard(delivery, shop.secret), body: delivery.body }
  writeFileSync(join(folder, 'webhooks', `${(copies += 1)}.json`), JSON.stringify(copy))
}

async function sale(id: string, options?: { readonly isKept: boolean }): Promise<void> {
  const clickToken = await shops.click(running.relayer, ann.code)
  await tell(standardPaid({ id, subtotal: '100.00', clickToken, at: new Date(Date.now() + 60_000) }), options)
}

const proposals = () => get<Proposals>(running.relayer, '/v1/proposals', shop.apiKey)

async function untilProposed(kind: string): Promise<void> {
  const isThere = async () => (await proposals()).data.some((one) => one.kind === kind)
  await until(`a proposed ${kind}`, isThere, { seen: () => undefined })
}

/** The command as a shop runs it, once. */
async function countersign({ pool = shop.pool, state = 'log' } = {}, ...more: readonly string[]) {
  const path = (name: string) => join(folder, name)
  const end = await vouch(
    ...['countersign', '--once', '--json', '--url', running.relayer.url],
    ...['--key-file', path('shop.key'), '--order-key-file', path('order.key'), '--state', path(state)],
    ...['--rpc', running.chain.rpcUrl, '--ledger', running.chain.ledger, '--pool', String(pool)],
    ...['--webhooks', `${shop.connectionId}=${path('webhooks')}`, '--secret-file', path('webhook.secret')],
    ...['--final-depth', '1'],
    ...more,
  )
  const decisions = end.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { outcome: string; amount: string; reasons: { reason: string }[] })
  return { ...end, decisions }
}

test('an order is proposed, signed by the shop, reserved, amended when it is refunded, and paid', async () => {
  await sale('1001')
  await untilProposed('batch')
  expect(await readLedgerPool(running.chain, shop.pool)).toMatchObject({ nextSeq: 1, orderSigner: signer })
  const signed = await countersign()
  expect(signed.stderr).toMatch(
    /^Pool \d+ is owned by 0x\w{40}, who may exchange its order key; --expect-owner says whether that is you\.\n$/,
  )
  expect(signed.decisions).toMatchObject([{ outcome: 'signed', amount: '5.00', reasons: [] }])
  await untilReward(running.relayer, shop, '1001', 'promised', (reward) => reward.reserved === '5.00')

  await tell(standardRefunded({ orderId: '1001', refundId: 'r1', amount: '40.00' }))
  await untilProposed('amendment')
  const amended = await countersign()
  expect(amended.decisions).toMatchObject([{ outcome: 'signed', amount: '2.00' }])
  const isAmended = async () => (await readLedgerPool(running.chain, shop.pool)).reservedMicros === 3_000_000n
  await until('the ledger to take the amendment', isAmended, { seen: () => undefined })

  await warp(running, shops.BEYOND_HOLD_SECONDS)
  await untilReward(running.relayer, shop, '1001', 'paid', (reward) => reward.paid === '3.00')
  expect(await paidTo(running.chain, ann.payee)).toBe(3_000_000n)
  const { chain } = running
  const report = await audit({ rpc: chain.rpcUrl, ledger: chain.ledger, fromBlock: chain.deployBlock })
  expect(report.discrepancies).toEqual([])
  expect(await findFaults(running)).toEqual([])
})

test('an order that the shop does not know is set aside with its reason, and the rest is reserved', async () => {
  await sale('1002')
  await sale('made-up', { isKept: false })
  const both = async () =>
    (await get<{ waiting: number; committing: number }>(running.relayer, '/v1/work', shop.apiKey))
      .committing === 1
  await until('a proposal', both, { seen: () => undefined })
  const outcomes: string[] = []
  const reserved = async () => {
    const { decisions } = await countersign()
    outcomes.push(
      ...decisions.map(({ outcome, reasons }) => [outcome, ...reasons.map((one) => one.reason)].join(' ')),
    )
    return (await proposals()).setAside.length === 1 && outcomes.includes('signed')
  }
  await until('one signed, and one set aside', reserved, { seen: () => outcomes })
  expect(outcomes).toContain('refused order-unknown')
  expect((await proposals()).setAside).toMatchObject([{ externalId: 'made-up', reason: 'order-unknown' }])
  await untilReward(running.relayer, shop, '1002', 'promised', (reward) => reward.reserved === '5.00')
  await untilReward(
    running.relayer,
    shop,
    'made-up',
    'set aside',
    ({ state, sentence }) =>
      state === "waiting for the shop's look" &&
      sentence === "The shop's own books do not show this order yet.",
  )
})

test('a program with tiers, a campaign, a friend’s part and a cap is evaluated again, signed and paid', async () => {
  const { relayer } = running
  const upline = { bps: 2_500, activeDays: 30 }
  const { programId, pool } = await shops.openProgram(relayer, shop, { orderSigner: signer })
  const own = { ...shop, programId, pool }
  const cara = await shops.join(relayer, own)
  const dan = await shops.join(relayer, own, shops.freshPayee(), cara.code)
  const member = `/v1/programs/${programId}/recommenders/${dan.recommenderId}`
  await replace(relayer, member, { followers: 20_000 }, shop.apiKey)
  const { campaignId } = await post<{ campaignId: string }>(
    relayer,
    `/v1/programs/${programId}/campaigns`,
    { name: 'Spring', brief: 'Show the new tea.', people: [cara.recommenderId] },
    shop.apiKey,
  )
  const policy = {
    ...shops.POLICY,
    upline,
    rules: [
      { name: 'Spring', when: { campaigns: [campaignId] }, reward: { kind: 'percent', bps: 1_000 } },
      { name: 'Macro', when: { tiers: ['macro'] }, reward: { kind: 'percent', bps: 800 } },
    ],
    caps: { perRecommenderMonth: '11.00' },
  }
  await post(relayer, `/v1/programs/${programId}/policies`, { policy }, shop.apiKey)
  const { link } = await post<{ link: { code: string } }>(
    relayer,
    `/v1/me/campaigns/${campaignId}/answer`,
    { answer: 'take-part' },
    cara.signInToken,
  )
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)
  const sell = async (id: string, code: string, seconds: number) =>
    tell(
      standardPaid({
        ...{ id, subtotal: '100.00', clickToken: await shops.click(relayer, code) },
        ...{ email: `${id}@example.com`, at: inSeconds(seconds) },
      }),
    )
  await sell('2001', link.code, 60)
  // Whoever brought somebody has a part once they have sold something themselves.
  await untilReward(relayer, own, '2001', 'known', () => true)
  await sell('2002', dan.code, 90)

  // 10 % in the campaign are 10.00; 8 % for a macro are 8.00, of which a quarter is whose link brought them: 2.00, and the
  // cap of that person leaves 1.00 of it.
  const reservedIs = async () => (await readLedgerPool(running.chain, pool)).reservedMicros === 17_000_000n
  const seen: unknown[] = []
  const signed = async () => {
    seen.push(...(await countersign({ pool, state: 'tiered-log' })).decisions)
    return reservedIs()
  }
  await until('all of it to be reserved', signed, { seen: () => JSON.stringify(seen) })
  expect(seen).not.toContainEqual(expect.objectContaining({ outcome: 'refused' }))
  await warp(running, shops.BEYOND_HOLD_SECONDS)
  const arePaid = async () =>
    (await paidTo(running.chain, cara.payee)) === 11_000_000n &&
    (await paidTo(running.chain, dan.payee)) === 6_000_000n
  await until('both to be paid', arePaid, { seen: () => undefined })
  await untilReward(relayer, own, '2001', 'paid', (reward) => reward.paid === '10.00')
  expect(await findFaults(running)).toEqual([])
}, 120_000)

test('a pool is offered to the shop’s own wallet, which takes it; nobody else can exchange the order key then', async () => {
  const owner = shops.freshPayee()
  const { programId, pool } = await shops.openProgram(running.relayer, shop, { orderSigner: signer, owner })
  const own = { ...shop, programId, pool }
  const offered = await shops.untilPool(
    running.relayer,
    own,
    'the offer',
    ({ offeredTo }) => offeredTo === owner,
  )
  expect(offered).toMatchObject({ state: 'open', isManaged: true, deposited: '1000.00' })
  const show = [
    'pool',
    'show',
    programId,
    '--key-file',
    join(folder, 'shop.key'),
    '--url',
    running.relayer.url,
  ]
  const meanwhile = await vouch(...show)
  expect(meanwhile.stdout).toContain(`state: offered to ${owner}\n`)
  const [, to, data] = / {2}to {5}(0x\w{40})\n {2}data {3}(0x\w+)\n/.exec(meanwhile.stdout) ?? []

  const expectOwner = ['--expect-owner', owner] as const
  const early = await countersign({ pool, state: 'own-log' }, ...expectOwner)
  expect(early).toMatchObject({ status: 3, stdout: '' })
  expect(early.stderr).toContain(`is owned by ${offered.owner}, and ${owner} is expected`)

  await sendFrom(running, owner, { to: to as Address, data: data as Hex })
  const taken = await shops.untilPool(running.relayer, own, 'its new owner', (shown) => shown.owner === owner)
  expect(taken).toMatchObject({ isManaged: false, offeredTo: null })
  const late = await countersign({ pool, state: 'own-log' }, ...expectOwner)
  expect(late.stderr).toContain(`Pool ${pool} is owned by ${owner}, as expected`)
  expect(late.status).toBe(0)
  const exchange = (account: Address, orderSigner: Address) =>
    running.chain.client.simulateContract({
      ...{ account, address: running.chain.ledger, abi: rewardLedgerAbi },
      ...{ functionName: 'setOrderSigner', args: [pool, orderSigner] },
    })
  await expect(exchange(offered.owner, shops.freshPayee())).rejects.toThrow('NotPoolOwner')
  const nextSigner = shops.freshPayee()
  await expect(exchange(owner, nextSigner)).resolves.toBeDefined()
  await sendFrom(running, owner, {
    to: running.chain.ledger,
    data: encodeFunctionData({
      abi: rewardLedgerAbi,
      functionName: 'setOrderSigner',
      args: [pool, nextSigner],
    }),
  })
  await shops.untilPool(
    running.relayer,
    own,
    'its new order key',
    (shown) => shown.orderSigner.toLowerCase() === nextSigner.toLowerCase(),
  )

  // The shop pays in itself, as the command says.
  await expect(shops.fund(running.relayer, own, '5.00')).rejects.toThrow('pool_owner_changed')
  const { stdout } = await vouch(...show)
  const token = /to (0x\w{40})\n {2}2\./.exec(stdout)?.[1] as Address
  expect(stdout).toContain(`deposit(${pool}, ${owner}, amount)   to ${to}`)
  const { ledger } = running.chain
  const amount = 5_000_000n
  for (const call of [
    {
      to: token,
      data: encodeFunctionData({ abi: testDollarAbi, functionName: 'mint', args: [owner, amount] }),
    },
    {
      to: token,
      data: encodeFunctionData({ abi: testDollarAbi, functionName: 'approve', args: [ledger, amount] }),
    },
    {
      to: ledger,
      data: encodeFunctionData({
        abi: rewardLedgerAbi,
        functionName: 'deposit',
        args: [pool, owner, amount],
      }),
    },
  ])
    await sendFrom(running, owner, call)
  await shops.untilPool(running.relayer, own, 'its own deposit', ({ deposited }) => deposited === '1005.00')
  expect(await findFaults(running)).toEqual([])
})
