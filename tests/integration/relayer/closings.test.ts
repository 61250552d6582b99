// Money that a shop takes back through the API, and a program that it ends: the ledger's notice runs, what is promised is
// paid first, and then every cent is back.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { get, post } from '../../support/api.ts'
import { findFaults, paidTo, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { standardPaid } from '../../support/webhooks.ts'

/** The ledger's notice for a pool's money: a day, and a little. */
const BEYOND_NOTICE_SECONDS = 86_500

type Withdrawal = { withdrawalId: string; state: string; paid: string | null; readyAt: string | null }
type Closing = {
  state: string
  lastOrderAt: string
  moneyBackAt: string
  available: string
  isWaiting: boolean
  withoutRate: number
  parked: number
}

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let person: shops.Person
let pool: string

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  relayer = await startRelayer({ chain, database })
  shop = await shops.openShop(relayer, { deposit: '100.00' })
  person = await shops.join(relayer, shop)
  pool = `/v1/programs/${shop.programId}/pool`
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

const withdrawals = async (): Promise<readonly Withdrawal[]> =>
  (await get<{ data: readonly Withdrawal[] }>(relayer, `${pool}/withdrawals`, shop.apiKey)).data

const latestWithdrawal = (state: string): Promise<Withdrawal> =>
  until(
    `the withdrawal to be ${state}`,
    async () => {
      const [latest] = await withdrawals()
      return latest?.state === state && latest
    },
    { seen: withdrawals },
  )

const withdraw = (amount: string, to: string) =>
  post<{ withdrawalId: string }>(relayer, `${pool}/withdrawals`, { amount, to }, shop.apiKey)

async function sell(id: string, subtotal = '100.00', currency = 'USD'): Promise<void> {
  const clickToken = await shops.click(relayer, person.code)
  await shops.deliver(relayer, shop, standardPaid({ id, subtotal, currency, clickToken }))
}

describe('money that is promised to nobody', () => {
  const to = shops.freshPayee()

  test('stays when the shop takes its request back while the notice runs', async () => {
    await withdraw('60.00', to)
    const { withdrawalId, readyAt } = await latestWithdrawal('announced')
    const head = await chain.client.getBlock()
    const noticeSeconds = Date.parse(readyAt ?? '') / 1000 - Number(head.timestamp)
    expect(noticeSeconds).toBeGreaterThan(86_000)
    expect(noticeSeconds).toBeLessThanOrEqual(86_400)
    await expect(withdraw('1.00', to)).rejects.toThrow('withdrawal_under_way')
    await post(relayer, `${pool}/withdrawals/${withdrawalId}/cancel`, {}, shop.apiKey)
    await latestWithdrawal('cancelled')
    await expect(
      post(relayer, `${pool}/withdrawals/${withdrawalId}/cancel`, {}, shop.apiKey),
    ).rejects.toThrow('withdrawal_over')
  })

  test('stays when the shop changes its mind before the ledger has heard of the request', async () => {
    const { withdrawalId } = await withdraw('60.00', to)
    await post(relayer, `${pool}/withdrawals/${withdrawalId}/cancel`, {}, shop.apiKey)
    await expect(withdraw('1.00', to)).rejects.toThrow('withdrawal_under_way')
    expect(await latestWithdrawal('cancelled')).toMatchObject({ withdrawalId, paid: null })
  })

  test('is never sent to the ledger or the token', async () => {
    await expect(withdraw('1.00', chain.ledger)).rejects.toThrow('payee_forbidden')
    await expect(withdraw('1.00', chain.token)).rejects.toThrow('payee_forbidden')
  })

  test('is where the shop said once the notice is over', async () => {
    await withdraw('60.00', to)
    await latestWithdrawal('announced')
    await chain.anvil.warp(BEYOND_NOTICE_SECONDS)
    expect(await latestWithdrawal('sent')).toMatchObject({ paid: '60.00' })
    expect(await paidTo(chain, to)).toBe(60_000_000n)
    expect(await shops.readPool(relayer, shop)).toMatchObject({ available: '40.00', withdrawn: '60.00' })
    expect((await withdrawals()).map(({ state }) => state)).toEqual(['sent', 'cancelled', 'cancelled'])
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('is another shop’s to ask for only in its own pool', async () => {
    const other = await shops.openShopWithoutPool(relayer)
    await expect(post(relayer, `${pool}/withdrawals`, { amount: '1.00', to }, other.apiKey)).rejects.toThrow(
      'not_found',
    )
    await expect(post(relayer, `/v1/programs/${shop.programId}/close`, { to }, other.apiKey)).rejects.toThrow(
      'not_found',
    )
    await expect(get(relayer, `/v1/batches/${shop.pool}/1`, other.apiKey)).rejects.toThrow('not_found')
  })
})

describe('a program that its shop ends', () => {
  const to = shops.freshPayee()
  const close = (body: object) =>
    post<Closing>(relayer, `/v1/programs/${shop.programId}/close`, body, shop.apiKey)
  const closing = () => get<Closing>(relayer, `/v1/programs/${shop.programId}/closing`, shop.apiKey)

  test('pays for orders up to its last instant, and says when every cent is back', async () => {
    await sell('in-time')
    await outcomes.untilReward(relayer, shop, 'in-time', 'promised', ({ state }) => state === 'promised')
    await sell('in-euro', '20.00', 'EUR')
    await until('the order in euro', () => outcomes.orderOf(relayer, shop, 'in-euro'))
    await expect(close({ to, lastOrderAt: '2020-01-01T00:00:00Z' })).rejects.toThrow('has passed')
    const closed = await close({ to })
    expect(closed).toMatchObject({ available: '35.00', reserved: '5.00' })
    // The chain is a day ahead here, so the batch's own hold of 7 200 s is the last to end; then a day of notice.
    const head = await chain.client.getBlock()
    const left = Date.parse(closed.moneyBackAt) / 1000 - Number(head.timestamp)
    expect(left).toBeGreaterThan(93_000)
    expect(left).toBeLessThanOrEqual(93_600)
    expect(await close({ to })).toMatchObject({ lastOrderAt: closed.lastOrderAt })
    await expect(close({ to: shops.freshPayee() })).rejects.toThrow('program_closing')
  })

  test('takes nobody in any more, and pays for no later order', async () => {
    await expect(shops.join(relayer, shop)).rejects.toThrow('program_ended')
    await sell('too-late')
    const order = await until('the order', () => outcomes.orderOf(relayer, shop, 'too-late'))
    expect(order).toMatchObject({
      outcome: 'not-credited',
      reason: 'The program had ended before the order was paid.',
    })
    expect(await closing()).toMatchObject({ state: 'ending', isWaiting: false, withoutRate: 1, parked: 0 })
  })

  test('lists its batch with what was reserved in it', async () => {
    const list = await get<{ data: object[]; page: object }>(
      relayer,
      `/v1/batches?programId=${shop.programId}`,
      shop.apiKey,
    )
    const batch = {
      batchId: `${shop.pool}-1`,
      state: 'open',
      rewards: 1,
      people: 1,
      amount: '5.00',
      amended: '0.00',
    }
    expect(list).toMatchObject({ data: [batch], page: { next: null } })
    const one = await get(relayer, `/v1/batches/${shop.pool}/1`, shop.apiKey)
    expect(one).toMatchObject({
      ...batch,
      records: [{ payee: person.payee, earned: '5.00', amount: '5.00' }],
    })
  })

  test('is told of on the command line, as its pool and its batch are', async () => {
    const file = join(mkdtempSync(join(inject('runFolder'), 'keys-')), 'shop.key')
    writeFileSync(file, shop.apiKey)
    const run = async (...command: readonly string[]) => {
      const { status, stdout, stderr } = await vouch(...command, '--url', relayer.url, '--key-file', file)
      return status === 0 ? stdout : stderr
    }
    expect(await run('program', 'list')).toContain(
      `${shop.programId} Friends: https://shop.example/, orders count`,
    )
    const ending = await run('program', 'closing', shop.programId)
    expect(ending).toContain('Now 5.00 are promised, and 35.00')
    expect(ending).toContain('1 in a currency without a rate: nothing goes back until')
    expect(await run('pool', 'show', shop.programId)).toMatch(
      /available: 35\.00[\s\S]*60\.00 to 0x\w{40}: sent/,
    )
    expect(await run('batch', 'list')).toContain('5.00 in 1 reward of 1 person, promised until')
    expect(await run('batch', 'show', String(shop.pool), '1')).toContain(`5.00 to ${person.payee}`)
    expect(await run('member', 'set', shop.programId, person.recommenderId, '--trusted', 'yes')).toContain(
      'trusted: true',
    )
    expect(await run('member', 'list', shop.programId)).toContain('active, micro, 0 followers, trusted')
  })

  test('keeps its money while an order waits for a rate, and pays for it once the terms state one', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await outcomes.untilReward(relayer, shop, 'in-time', 'paid', ({ state }) => state === 'paid')
    expect(await closing()).toMatchObject({ state: 'ending', available: '35.00', withoutRate: 1 })
    const policy = { ...shops.POLICY, rates: { EUR: [{ from: '2026-01-01', rate: '1' }] } }
    await post(relayer, `/v1/programs/${shop.programId}/policies`, { policy }, shop.apiKey)
    await outcomes.untilReward(relayer, shop, 'in-euro', 'promised', ({ state }) => state === 'promised')
    expect(await closing()).toMatchObject({ state: 'ending', reserved: '1.00', withoutRate: 0 })
  })

  test('pays what it promised, and then the rest is back with the shop by itself', async () => {
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await outcomes.untilReward(relayer, shop, 'in-euro', 'paid', ({ state }) => state === 'paid')
    await latestWithdrawal('announced')
    expect(await closing()).toMatchObject({ state: 'returning' })
    await chain.anvil.warp(BEYOND_NOTICE_SECONDS)
    await until('the program to be closed', async () => (await closing()).state === 'closed', {
      seen: closing,
    })
    expect(await paidTo(chain, to)).toBe(34_000_000n)
    expect(await shops.readPool(relayer, shop)).toMatchObject({
      available: '0.00',
      reserved: '0.00',
      released: '6.00',
      withdrawn: '94.00',
    })
    expect(await findFaults({ chain, database })).toEqual([])
  })
})
