// A person is erased: what leads to them goes, every sum stays, and everybody else can still prove what they earned.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { verifyEvidenceFile } from '#audit/verify-evidence.ts'
import type { EvidenceFile } from '#domain/evidence-file.ts'
import { invariant } from '#domain/invariant.ts'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import * as api from '../../support/api.ts'
import { findFaults, paidTo, queryDatabase, warp } from '../../support/books.ts'
import { startTestChain, type TestChain } from '../../support/chain.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database.ts'
import * as outcomes from '../../support/outcomes.ts'
import { startRelayer, type TestRelayer } from '../../support/relayer.ts'
import * as shops from '../../support/shop.ts'
import { until } from '../../support/until.ts'
import { vouch } from '../../support/vouch.ts'
import { standardPaid, standardRefunded } from '../../support/webhooks.ts'

let chain: TestChain
let database: TestDatabase
let relayer: TestRelayer
let shop: shops.TestShop
let ann: shops.Person
let bob: shops.Person
/** Evidence of both, of one batch, from before anybody was erased. */
let annsEvidence: EvidenceFile
let poolBefore: shops.Pool

beforeAll(async () => {
  ;[chain, database] = await Promise.all([startTestChain(), createTestDatabase()])
  // Both rewards in one batch: it closes when it holds two.
  relayer = await startRelayer({
    chain,
    database,
    env: { BATCH_MAX_AGE_SECONDS: '30', BATCH_MAX_REWARDS: '2' },
  })
  shop = await shops.openShop(relayer, { deposit: '500.00' })
  ;[ann, bob] = await Promise.all([shops.join(relayer, shop), shops.join(relayer, shop)])
  await sell('by-ann', ann)
  await sell('by-bob', bob)
  await promised('by-ann')
  await promised('by-bob')
})

afterAll(async () => {
  await relayer.stop()
  await Promise.all([chain.stop(), database.drop()])
})

async function sell(id: string, person: shops.Person): Promise<void> {
  const clickToken = await shops.click(relayer, person.code)
  const order = { id, subtotal: '100.00', clickToken, email: 'sam@example.com' }
  await shops.deliver(relayer, shop, standardPaid(order))
}

function promised(id: string): Promise<outcomes.Reward> {
  return outcomes.untilReward(relayer, shop, id, 'promised', ({ state }) => state === 'promised')
}

async function evidenceOf(id: string, key: string): Promise<EvidenceFile> {
  const order = await outcomes.orderOf(relayer, shop, id)
  return api.get<EvidenceFile>(relayer, `/v1/rewards/${order?.rewardId}/evidence`, key)
}

/** How often a text stands anywhere in the database's own rows of shops and people. */
async function mentionsOf(text: string): Promise<readonly string[]> {
  const tables = await queryDatabase(
    database,
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_name ~ '^(retailer|recommender)_'`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await queryDatabase(
      database,
      `select 1 as found from ${name} t where position(lower($1) in lower(to_jsonb(t)::text)) > 0 limit 1`,
      [text],
    )
    if (rows.length > 0) found.push(String(name))
  }
  return found.toSorted()
}

describe('the evidence of a reward', () => {
  test('is one batch’s for both, and holds for the shop and for who earned it', async () => {
    annsEvidence = await evidenceOf('by-ann', shop.apiKey)
    const bobs = await evidenceOf('by-bob', bob.signInToken)
    expect(annsEvidence.records).toMatchObject([{ seq: 1, payee: ann.payee, earned: '5.00', netted: '0.00' }])
    expect(bobs.records).toMatchObject([{ seq: 1, payee: bob.payee, earned: '5.00', netted: '0.00' }])
    for (const evidence of [annsEvidence, bobs]) {
      const report = await verifyEvidenceFile({ rpc: chain.rpcUrl, evidence, ledger: chain.ledger })
      expect(report.records[0]?.checks.filter((check) => !check.ok)).toEqual([])
      expect(report.ok).toBe(true)
    }
  })

  test('tells the shop what the header counted, and a person nothing of what the shop looks into', async () => {
    const bobs = await evidenceOf('by-bob', bob.signInToken)
    expect(bobs.records[0]?.classes).toBeUndefined()
    // Orders within seconds of their clicks are looked at, and rewarded.
    const orders = { rewarded: { micro: 2 }, rejected: {}, underReview: { F10: 2 }, notRecommended: {} }
    expect(annsEvidence.records[0]?.classes?.orders).toEqual(orders)
    const report = await verifyEvidenceFile({ rpc: chain.rpcUrl, evidence: annsEvidence })
    expect(report.records[0]?.checks.filter(({ ok }) => ok).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['classes', 'counts']),
    )
    const [record] = annsEvidence.records
    invariant(record?.classes, 'the shop is shown the classes')
    const told = { ...record.classes, orders: { ...orders, underReview: { F02: 2 } } }
    const other = await verifyEvidenceFile({
      rpc: chain.rpcUrl,
      evidence: { ...annsEvidence, records: [{ ...record, classes: told }] },
    })
    expect(other.records[0]?.checks.filter(({ ok }) => !ok).map(({ name }) => name)).toEqual(['classes'])
  })

  test('is shown to nobody else', async () => {
    const order = await outcomes.orderOf(relayer, shop, 'by-ann')
    const response = await fetch(`${relayer.url}/v1/rewards/${order?.rewardId}/evidence`, {
      headers: { authorization: `Bearer ${bob.signInToken}` },
    })
    expect(response.status).toBe(404)
  })

  test('is checked by the command line with nothing but the file and the endpoint', async () => {
    const folder = mkdtempSync(join(inject('runFolder'), 'evidence-'))
    const right = join(folder, 'right.json')
    writeFileSync(right, JSON.stringify(annsEvidence))
    const [record] = annsEvidence.records
    const wrong = join(folder, 'wrong.json')
    writeFileSync(wrong, JSON.stringify({ ...annsEvidence, records: [{ ...record, earned: '6.00' }] }))
    const verify = (file: string) => vouch('evidence', 'verify', file, '--rpc', chain.rpcUrl)
    expect(await verify(right)).toMatchObject({ status: 0, stderr: '' })
    const refused = await verify(wrong)
    expect(refused.status).toBe(1)
    expect(refused.stdout).toContain('x The signed header of the batch does not bind this record')
  })
})

describe('a person who leaves while money is promised to them', () => {
  test('takes name, links and sign-in along at once', async () => {
    const exported = await api.get<{ shops: unknown[] }>(relayer, '/v1/me/export', ann.signInToken)
    expect(exported.shops).toMatchObject([{ rows: { retailer_enrollments: [{ payee: ann.payee }] } }])
    const answer = await api.post(relayer, '/v1/me/erasure', { confirm: 'erase' }, ann.signInToken)
    expect(answer).toEqual({ status: 'leaving' })
    expect((await fetch(`${relayer.url}/me/${ann.signInToken}`)).status).toBe(404)
    expect((await fetch(`${relayer.url}/r/${ann.code}`, { redirect: 'manual' })).status).toBe(404)
    expect(await mentionsOf(ann.code)).toEqual([])
  })

  test('is paid what was promised', async () => {
    poolBefore = await shops.readPool(relayer, shop)
    expect(poolBefore).toMatchObject({ available: '490.00', reserved: '10.00' })
    await warp({ chain, database }, shops.BEYOND_HOLD_SECONDS)
    await outcomes.untilQuiet(relayer, shop)
    await until('both to be paid', async () => {
      const paid = await Promise.all([ann, bob].map(({ payee }) => paidTo(chain, payee)))
      return paid.every((micros) => micros === 5_000_000n)
    })
  })

  test('is erased when the last of it is over: records, salts and id', async () => {
    const order = await outcomes.orderOf(relayer, shop, 'by-ann')
    const [{ salt } = {}] = annsEvidence.records
    await relayer.stop()
    await relayer.start()
    await until('the erasure', async () => {
      const left = await queryDatabase(database, 'select recommender_id from retailer_erasures')
      return left.length === 0
    })
    // What the ledger itself told of the address stays, and is public anyway; the answer to the request goes in days.
    const fromTheChain = ['recommender_credits', 'recommender_journal', 'recommender_journal_balances']
    expect(await mentionsOf(ann.recommenderId)).toEqual([...fromTheChain, 'retailer_idempotency'])
    expect(await mentionsOf(ann.payee.slice(2))).toEqual(['retailer_batches'])
    expect(await mentionsOf(salt?.slice(2) ?? 'no salt')).toEqual([])
    const response = await fetch(`${relayer.url}/v1/rewards/${order?.rewardId}/evidence`, {
      headers: { authorization: `Bearer ${shop.apiKey}` },
    })
    expect(response.status).toBe(410)
  })

  test('leaves every sum, every balance and the audit as they are', async () => {
    expect(await shops.readPool(relayer, shop)).toMatchObject({
      deposited: '500.00',
      available: '490.00',
      reserved: '0.00',
      released: '10.00',
    })
    const reward = await outcomes.untilReward(relayer, shop, 'by-ann', 'kept', () => true)
    expect(reward).toMatchObject({ target: '5.00', standing: '5.00', paid: '5.00', state: 'paid' })
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('takes nobody’s proof along', async () => {
    const evidence = await evidenceOf('by-bob', bob.signInToken)
    const report = await verifyEvidenceFile({ rpc: chain.rpcUrl, evidence, ledger: chain.ledger })
    expect(report.ok).toBe(true)
    const [shown] = (await evidenceOf('by-bob', shop.apiKey)).records
    expect(shown?.classes).toEqual({ ...annsEvidence.records[0]?.classes, proof: shown?.classes?.proof })
    // Whoever kept their own file can still prove it: the chain forgets nothing.
    const own = await verifyEvidenceFile({ rpc: chain.rpcUrl, evidence: annsEvidence })
    expect(own.ok).toBe(true)
  })

  test('owes nothing for what comes back afterwards', async () => {
    const refund = standardRefunded({ orderId: 'by-ann', refundId: 'r-1', amount: '40.00' })
    await shops.deliver(relayer, shop, refund)
    await outcomes.untilQuiet(relayer, shop)
    expect(await queryDatabase(database, 'select micros from retailer_debts')).toEqual([])
    expect(await findFaults({ chain, database })).toEqual([])
  })

  test('may join again with the same address, as somebody new', async () => {
    const again = await shops.join(relayer, shop, ann.payee)
    const me = await api.get<{ rewards: unknown[] }>(relayer, '/v1/me', again.signInToken)
    expect(me.rewards).toEqual([])
    expect(again.code).not.toBe(ann.code)
  })
})

test('a buyer is forgotten, and who was credited stays', async () => {
  const before = await queryDatabase(
    database,
    `select count(*)::text as known from retailer_order_facts where body ? 'buyerKey'`,
  )
  expect(before).toEqual([{ known: '2' }])
  const buyer = { email: ' SAM@example.com ' }
  expect(await api.post(relayer, '/v1/buyers/erasure', buyer, shop.apiKey)).toEqual({ orders: 2 })
  expect(await api.post(relayer, '/v1/buyers/erasure', buyer, shop.apiKey)).toEqual({ orders: 0 })
  const left = await queryDatabase(
    database,
    `select (select count(*) from retailer_order_facts where body ? 'buyerKey')::text as facts,
      (select count(*) from retailer_orders where buyer_key is not null)::text as orders,
      (select count(*) from retailer_deliveries where body_sealed is not null and state <> 'received'
        and outcome like '%paid%')::text as bodies`,
  )
  expect(left).toEqual([{ facts: '0', orders: '0', bodies: '0' }])
  expect(await outcomes.orderOf(relayer, shop, 'by-bob')).toMatchObject({ outcome: 'credited' })
  expect(await findFaults({ chain, database })).toEqual([])
})
