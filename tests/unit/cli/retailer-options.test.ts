// What set-up asks, takes and refuses.

import { describe, expect, test } from 'vitest'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'
import { planRetailer, poolTermsOf, type RawRetailerOptions } from '#cli/retailer-options.ts'

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
    expect(end.message).toBe('Missing: --name, --platform, --shop-url, --fund, --percent or --flat.')
  })

  test.each<[string, Partial<RawRetailerOptions>]>([
    ['two rewards', { flat: '2.00' }],
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
