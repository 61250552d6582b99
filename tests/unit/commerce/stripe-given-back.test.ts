// What Stripe tells of refunds and disputes.

import { describe, expect, test } from 'vitest'
import { decodeStripeEvent } from '#commerce/stripe/decode-stripe-event.ts'
import { RULE_INQUIRY, RULE_NO_PAYMENT } from '#commerce/stripe/stripe-given-back.ts'
import type { DecodedDelivery } from '#ports/commerce.ts'
import { chargeBody, disputeBody, NOON, refundBody, stripeEventBody } from './stripe-bodies.ts'

const event = (type: string, object: object, after = 0): DecodedDelivery =>
  decodeStripeEvent(new TextEncoder().encode(JSON.stringify(stripeEventBody(type, object, after))))

describe('money that went back', () => {
  test('is one refund, of the total, from the moment it is made', () => {
    for (const status of ['succeeded', 'pending', 'requires_action', null])
      expect(event('refund.updated', refundBody({ status }), 700)).toEqual({
        kind: 'facts',
        externalOrderId: 'pi_1',
        otherNames: [],
        facts: [
          {
            kind: 'refunded',
            factKey: 'refund:re_1',
            refundedAt: (NOON + 600) * 1000,
            currency: 'USD',
            eligibleMicros: 0n,
            ofTotalMicros: 10_000_000n,
          },
        ],
      })
  })

  test('was not, when the refund failed or was cancelled', () => {
    for (const status of ['failed', 'canceled'])
      expect(event('refund.failed', refundBody({ status }), 800)).toMatchObject({
        facts: [
          { kind: 'refunded', factKey: 'refund:re_1' },
          {
            kind: 'refund-failed',
            refundId: 're_1',
            failedAt: (NOON + 800) * 1000,
            refundedAt: (NOON + 600) * 1000,
            ofTotalMicros: 10_000_000n,
          },
        ],
      })
  })

  test('is all of a charge so far', () => {
    expect(event('charge.refunded', chargeBody(), 601)).toMatchObject({
      externalOrderId: 'pi_1',
      facts: [{ kind: 'refund-total', asOf: (NOON + 601) * 1000, refundedMicros: 10_000_000n }],
    })
    expect(event('charge.refunded', chargeBody({ invoice: 'in_1' }))).toMatchObject({ otherNames: ['in_1'] })
  })

  test('is found by the charge where no payment is named, and skipped without either', () => {
    expect(event('refund.created', refundBody({ payment_intent: null }))).toMatchObject({
      externalOrderId: 'ch_1',
    })
    expect(event('refund.created', refundBody({ payment_intent: null, charge: null }))).toEqual({
      kind: 'skipped',
      rule: RULE_NO_PAYMENT,
    })
  })
})

describe('a dispute', () => {
  test.each(['created', 'updated', 'funds_withdrawn'])('charge.dispute.%s opens it', (change) => {
    expect(event(`charge.dispute.${change}`, disputeBody(), 950)).toMatchObject({
      externalOrderId: 'pi_1',
      facts: [{ kind: 'dispute-opened', disputeId: 'du_1', disputedMicros: 62_570_000n }],
    })
  })

  test.each([
    ['won', 'won'],
    ['lost', 'lost'],
    ['prevented', 'lost'],
    ['appeal_under_review', 'lost'],
  ])('whose status is %s is %s, whichever event tells it', (status, outcome) => {
    for (const change of ['closed', 'funds_reinstated', 'updated'])
      expect(event(`charge.dispute.${change}`, disputeBody({ status }), 990)).toMatchObject({
        facts: [
          { kind: 'dispute-opened' },
          { kind: 'dispute-closed', disputeId: 'du_1', outcome, closedAt: (NOON + 990) * 1000 },
        ],
      })
  })

  test.each(['warning_needs_response', 'warning_under_review', 'warning_closed'])(
    '%s is a question only',
    (status) => {
      expect(event('charge.dispute.created', disputeBody({ status }))).toEqual({
        kind: 'skipped',
        rule: RULE_INQUIRY,
      })
    },
  )
})
