import { isOrderRejected, judgeOrder, rejectedPeople, reviewVerdicts } from '#domain/misuse/judge-order.ts'
import { misuseSteps } from '#domain/misuse/misuse-steps.ts'
import { REJECTING_RULES, SUSPECTING_RULES } from '#domain/misuse/verdict.ts'
import { recommenderTrace } from '#domain/trace.ts'
import { describe, expect, it } from 'vitest'

import { order, PAID_AT, person } from './contexts.ts'

describe('judgeOrder', () => {
  it('has nothing to say of an ordinary order', () => {
    expect(judgeOrder(order(), undefined)).toEqual([])
    expect(misuseSteps([], { nobodyLeft: false })).toEqual([
      { step: 'fraud', outcome: 'passed', sentence: 'No rule against misuse applies.' },
    ])
  })

  it('rejects one of two people and leaves the other', () => {
    const verdicts = judgeOrder(
      order({ people: [person({ emailKey: 'e-bea' }), person({ recommenderId: 'carl' })] }),
      undefined,
    )
    expect([...rejectedPeople(verdicts)]).toEqual(['anna'])
    expect(isOrderRejected(verdicts)).toBe(false)
  })

  it('rejects the whole of a test order', () => {
    const verdicts = judgeOrder(order({ test: true }), undefined)
    expect(isOrderRejected(verdicts)).toBe(true)
    expect([...rejectedPeople(verdicts)]).toEqual([])
  })

  it('puts everybody under review for a throw-away address, and one for a sudden click', () => {
    const sudden = person({ touch: { source: 'click-token', touchedAt: PAID_AT - 1_000 } })
    const verdicts = judgeOrder(
      order({ disposableEmail: true, people: [sudden, person({ recommenderId: 'carl' })] }),
      undefined,
    )
    expect(reviewVerdicts(verdicts, 'anna').map((one) => one.rule)).toEqual(['F14', 'F10'])
    expect(reviewVerdicts(verdicts, 'carl').map((one) => one.rule)).toEqual(['F14'])
  })

  it('rejects by certain rules alone', () => {
    const worst = person({
      emailKey: 'e-bea',
      hasEarlierTwin: true,
      status: 'banned',
      statusAt: 0,
      clicksInMinute: 1_000,
      ordersInHour: 1_000,
      returns: { orders: 100, returned: 100 },
      touch: { source: 'click-token', touchedAt: PAID_AT },
      parent: {
        recommenderId: 'paul',
        sharesEmail: true,
        isBuyer: true,
        isCycle: true,
        childAgeSeconds: 0,
        childOrders: 0,
      },
    })
    const verdicts = judgeOrder(
      order({ test: true, disposableEmail: true, newCustomersOnly: true, earlierOrders: 1, people: [worst] }),
      undefined,
    )
    const rejecting = verdicts.filter((one) => one.verdict === 'rejected').map((one) => one.rule)
    expect(rejecting).toEqual(['F04', 'F16', 'F01', 'F20'])
    const suspecting = verdicts.filter((one) => one.verdict !== 'rejected').map((one) => one.rule)
    expect(suspecting).toEqual(['F14', 'F03', 'F08', 'F09', 'F10', 'F15', 'F18'])
    expect(rejecting.every((rule) => (REJECTING_RULES as readonly string[]).includes(rule))).toBe(true)
    expect(suspecting.every((rule) => (SUSPECTING_RULES as readonly string[]).includes(rule))).toBe(true)
    expect(verdicts.every((one) => one.sentence.split(' ').length <= 25)).toBe(true)
  })
})

describe('misuseSteps', () => {
  it('tells the recommender that a reward may be looked at, and not why', () => {
    const verdicts = judgeOrder(order({ disposableEmail: true }), undefined)
    const told = recommenderTrace(misuseSteps(verdicts, { nobodyLeft: false }))
    expect(told.map((step) => [step.outcome, step.sentence])).toEqual([
      ['noted', 'The shop may look at this reward; if it does not, the reward is released by itself.'],
    ])
  })

  it('tells whoever is credited nothing of somebody else who bought for themselves', () => {
    const verdicts = judgeOrder(order({ buyerKey: 'e-anna' }), undefined)
    const steps = misuseSteps(verdicts, { nobodyLeft: false })
    expect(recommenderTrace(steps).map((step) => [step.outcome, step.sentence])).toEqual([
      ['passed', 'No rule against misuse stops this reward.'],
    ])
    expect(steps).toHaveLength(2)
  })

  it('tells the recommender of their own purchase', () => {
    const verdicts = judgeOrder(order({ buyerKey: 'e-anna' }), undefined)
    const told = recommenderTrace(misuseSteps(verdicts, { nobodyLeft: true }))
    expect(told.map((step) => [step.outcome, step.sentence])).toEqual([
      ['stopped', 'The buyer and the person who shared the link are the same.'],
    ])
  })

  it('says no word to the recommender about a buyer who has bought before', () => {
    const verdicts = judgeOrder(order({ newCustomersOnly: true, earlierOrders: 3 }), undefined)
    const steps = misuseSteps(verdicts, { nobodyLeft: true })
    expect(recommenderTrace(steps).map((step) => [step.outcome, step.sentence])).toEqual([
      ['stopped', 'The order is not one that the program rewards.'],
    ])
    expect(steps.map((step) => step.sentence)).toContain(
      'The buyer has bought here before, and the program rewards new customers only.',
    )
  })
})
