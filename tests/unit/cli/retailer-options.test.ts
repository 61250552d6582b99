// What set-up asks, takes and refuses.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'
import { poolTermsOf } from '#cli/policy-options.ts'
import { planRetailer, type RawRetailerOptions } from '#cli/retailer-options.ts'

const nowhere = { write: () => true }
const nobody = { stdout: nowhere, stderr: nowhere, ask: undefined }

const defaults = { perOrderCap: '10.00', holdDays: '30', currency: 'USD' }
const whole: RawRetailerOptions = {
  ...defaults,
  name: 'Tea & Leaf',
  platform: 'shopify',
  shopUrl: 'https://tea.example',
  percent: '8.5',
  fund: '250',
}

/** Answers in turn, keeping the questions. */
function somebody(answers: readonly string[]) {
  const questions: string[] = []
  const ask = async (question: string) => {
    questions.push(question)
    return answers[questions.length - 1] ?? ''
  }
  return { surroundings: { ...nobody, ask }, questions }
}

async function endOf(raw: RawRetailerOptions): Promise<CommandEnd> {
  const end = await planRetailer(raw, nobody).catch((error: unknown) => error)
  if (end instanceof CommandEnd) return end
  throw new Error('the plan was taken')
}

describe('set-up with every option', () => {
  test('makes a plan and asks nothing', async () => {
    const { surroundings, questions } = somebody([])
    expect(await planRetailer(whole, surroundings)).toEqual({
      name: 'Tea & Leaf',
      platform: 'shopify',
      shopUrl: 'https://tea.example/',
      fund: '250',
      policy: {
        version: 1,
        currency: 'USD',
        attribution: { model: 'last-click', windowDays: 30 },
        reward: { kind: 'percent', bps: 850 },
        perOrderCap: '10.00',
        holdSeconds: 2_592_000,
      },
    })
    expect(questions).toEqual([])
  })

  test('lets one deposit through the pool at once and again each day, and never less than one reward', async () => {
    const plan = await planRetailer(whole, nobody)
    expect(poolTermsOf(plan)).toEqual({
      minHoldSeconds: 2_592_000,
      rewardCap: '10.00',
      rateCapacity: '250',
      ratePerDay: '250',
    })
    expect(poolTermsOf({ ...plan, fund: '5' })).toMatchObject({ rateCapacity: '10.00', ratePerDay: '10.00' })
  })
})

describe('set-up with the whole rules in a file', () => {
  const rules = {
    version: 1,
    currency: 'USD',
    attribution: { model: 'linear', windowDays: 7 },
    reward: { kind: 'percent', bps: 300 },
    perOrderCap: '4.00',
    holdSeconds: 1_209_600,
    trustedHoldSeconds: 86_400,
  }
  const folder = mkdtempSync(join(tmpdir(), 'vouch-rules-'))
  const { percent: _percent, ...rest } = whole
  const withRules = (policy: object): RawRetailerOptions => {
    const file = join(folder, 'rules.json')
    writeFileSync(file, JSON.stringify(policy))
    return { ...rest, policy: file }
  }

  test('takes them as they are, and a pool in which trusted people wait as short as they say', async () => {
    const plan = await planRetailer(withRules(rules), nobody)
    expect(plan.policy).toEqual(rules)
    expect(poolTermsOf(plan)).toMatchObject({ minHoldSeconds: 86_400, rewardCap: '4.00' })
  })

  test('names every wrong field of them', async () => {
    const end = await endOf(withRules({ ...rules, holdSeconds: 60, bonus: 1 }))
    expect(end.exitCode).toBe(EXIT.refused)
    expect(end.message).toContain('/holdSeconds must be 3600 to 10368000 seconds: an hour to 120 days')
    expect(end.message).toContain('/bonus is not a field that belongs here')
  })
})

describe('set-up on a terminal', () => {
  test('asks five questions and has answers for three of them', async () => {
    const { surroundings, questions } = somebody(['Tea', '', 'https://tea.example', '', ''])
    const plan = await planRetailer(defaults, surroundings)
    expect(questions).toHaveLength(5)
    expect(plan).toMatchObject({
      name: 'Tea',
      platform: 'standard',
      fund: '100.00',
      policy: { reward: { bps: 800 } },
    })
  })

  test('takes an amount where a percentage could stand, and skips what is given', async () => {
    const { surroundings, questions } = somebody(['2.00'])
    const { percent: _percent, ...rest } = whole
    const plan = await planRetailer(rest, surroundings)
    expect(questions).toHaveLength(1)
    expect(plan.policy.reward).toEqual({ kind: 'flat', amount: '2.00' })
  })
})

describe('set-up where nobody sits', () => {
  test('names what is missing', async () => {
    const end = await endOf(defaults)
    expect(end.exitCode).toBe(EXIT.usage)
    expect(end.message).toBe(
      'Missing: --name, --platform, --shop-url, --fund, --percent, --flat or --policy.',
    )
  })

  test.each<[string, Partial<RawRetailerOptions>]>([
    ['two rewards', { flat: '2.00' }],
    ['a reward beside the whole rules', { policy: 'rules.json' }],
    ['a percentage with three decimals', { percent: '8.555' }],
    ['more than the whole sale', { percent: '101' }],
    ['an amount that is none', { fund: '1e3' }],
    ['a negative amount', { fund: '-5' }],
    ['a hold of minutes', { holdDays: '0.01' }],
    ['a platform it does not know', { platform: 'magento' }],
    ['an address that is none', { shopUrl: 'tea.example' }],
    ['a cap with too many decimals', { perOrderCap: '1.0000001' }],
  ])('refuses %s', async (_name, change) => {
    expect((await endOf({ ...whole, ...change })).exitCode).toBe(EXIT.usage)
  })
})

describe("the shop's own addresses", () => {
  const signer = `0x${'ab'.repeat(20)}`
  const owner = `0x${'cd'.repeat(20)}`

  test('go into the plan with their checksums, and stay away when they are not given', async () => {
    const plan = await planRetailer({ ...whole, orderSigner: signer, owner }, nobody)
    expect(plan).toMatchObject({
      orderSigner: '0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB',
      owner: '0xCdCDCdCdcdcdcdCdcDcDCdcDcDCdCdcdCdcDCDcD',
    })
    expect(await planRetailer(whole, nobody)).not.toHaveProperty('owner')
  })

  test('are refused when they are no addresses, or one and the same', async () => {
    expect((await endOf({ ...whole, orderSigner: '0x12' })).exitCode).toBe(EXIT.usage)
    expect((await endOf({ ...whole, orderSigner: signer, owner: signer })).message).toBe(
      '--owner is another address than --order-signer.',
    )
  })
})
