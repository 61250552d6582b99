// With the key of the marks a shop makes each order's mark anew: no order has two, whatever was forgotten.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { marksBy, marksByFile } from '#cli/countersign/tag-key.ts'
import type { BatchProposal, ProposedSource } from '#domain/countersign/proposal.ts'
import { macs } from '#store/macs.ts'
import { stringToBytes } from 'viem/utils'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { MARKET_SECRET } from '../../app/support/history-market.ts'
import { bend, forge, proposed, reasonsOf } from './support/own-signer.ts'

/** Derived as the relayer derives it from the shop's secret. */
const markOf = marksBy(macs.hmacSha256(MARKET_SECRET, stringToBytes('order')))

/** The same order under a mark that it never had, its tag made of that. */
const renamed = (proposal: BatchProposal): BatchProposal =>
  bend(proposal, (one) => ({
    ...one,
    sourceOrder: `0xaaaa${one.sourceOrder.slice(6)}`,
    tag: `0xaaaa${one.tag.slice(6)}`,
  }))

test('the marks of an honest relayer are those that the shop makes itself', async () => {
  const { signer, proposal } = await proposed()
  expect(reasonsOf(await signer.judge(proposal, { markOf }))).toEqual(['sign'])
})

test('a second mark of an order is refused, also by a countersigner that has forgotten the first', async () => {
  const { signer, proposal } = await proposed()
  expect(reasonsOf(await signer.judge(renamed(proposal)))).toEqual(['sign'])
  expect(reasonsOf(await signer.judge(renamed(proposal), { markOf }))).toEqual([
    'order-renamed',
    'order-renamed',
  ])
})

test('one wrong mark refuses its own reward alone, and says what the right one is', async () => {
  const { signer, proposal } = await proposed()
  const [first] = proposal.rewards
  const bent = forge(proposal, {
    rewards: proposal.rewards.map((one) =>
      one === first ? renamed({ ...proposal, rewards: [one] }).rewards[0]! : one,
    ),
  })
  const judged = await signer.judge(bent, { markOf })
  expect(reasonsOf(judged)).toEqual(['order-renamed'])
  expect(judged).toMatchObject({ reasons: [{ rewardId: first!.rewardId }] })
  expect(JSON.stringify(judged)).toContain(`is ${first!.sourceOrder}, and 0xaaaa`)
})

test('the key of another shop makes other marks', async () => {
  const { signer, proposal } = await proposed()
  const other = marksBy(new Uint8Array(32).fill(1))
  expect(reasonsOf(await signer.judge(proposal, { markOf: other }))).toEqual([
    'order-renamed',
    'order-renamed',
  ])
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tag-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const inFile = (text: string) => {
  const path = join(folder, 'tag.key')
  writeFileSync(path, text)
  return path
}

test('a mark is HMAC-SHA256 of the connection and the number, and of a deal of its id', () => {
  const marks = marksByFile(inFile(`0x${'11'.repeat(32)}\n`))
  const order = { kind: 'order', connectionId: 'connection', externalId: 'order-0' } as ProposedSource
  expect(marks(order)).toBe('0x87e3156d1b310209d58c0ae0a0bb8e42ebd1d12df46f00c788f68fe8fbb15539')
  expect(marks({ kind: 'deal', dealId: 'abc' as never })).toBe(
    '0x920f16bf2f6128eae7d6f26b18d2f34b5db2aa1fa58b20890525dfc1e5d9f1de',
  )
})

test.each(['', 'vp_test_key', '0x1234', `0x${'zz'.repeat(32)}`, `0x${'11'.repeat(33)}`])(
  'a file that holds %j is no tag key',
  (text) => {
    expect(() => marksByFile(inFile(text))).toThrow(/does not hold a/)
  },
)
