// What is refused of campaigns, deals, posts and sign-ups, at the edge of each limit.

import { describe, expect, test } from 'vitest'
import * as schemas from '#schema/ways.ts'

const PERSON = 'p'.repeat(16)
const PROGRAM = `shap2${'2'.repeat(16)}`

const takes = (schema: { safeParse: (input: unknown) => { success: boolean } }, input: unknown): boolean =>
  schema.safeParse(input).success

describe('a campaign', () => {
  const campaign = { name: 'Spring', brief: 'Show it.', people: [PERSON] }

  test.each([
    ['as it should be', {}, true],
    ['with a brief of 1000 characters in lines', { brief: `a\n${'b'.repeat(998)}` }, true],
    ['with a brief of 1001', { brief: 'b'.repeat(1_001) }, false],
    ['with a brief that is turned around', { brief: 'a\u202eb' }, false],
    ['for nobody', { people: [] }, false],
    ['for 501 people', { people: Array(501).fill(PERSON) }, false],
    ['that ends as it begins', { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T00:00:00Z' }, false],
    ['that ends after it begins', { startsAt: '2026-12-01T00:00:00Z', endsAt: '2026-12-01T00:00:01Z' }, true],
    ['with an unknown field', { budget: '5.00' }, false],
  ])('%s', (_name, change, isTaken) => {
    expect(takes(schemas.createCampaignSchema, { ...campaign, ...change })).toBe(isTaken)
  })
})

describe('a program for deals', () => {
  const program = { name: 'Deals', feeCap: '200.00', totalCap: '200.00', holdSeconds: 3_600 }

  test.each([
    ['with both caps alike', {}, true],
    ['with a cap of all below that of one', { totalCap: '199.99' }, false],
    ['with the most that a record holds', { feeCap: '549755.813887', totalCap: '549755.813887' }, true],
    ['with more', { feeCap: '549755.813888', totalCap: '549755.813888' }, false],
    ['with a fee of nothing', { feeCap: '0.00' }, false],
    ['with a hold below an hour', { holdSeconds: 3_599 }, false],
  ])('%s', (_name, change, isTaken) => {
    expect(takes(schemas.createDealProgramSchema, { ...program, ...change })).toBe(isTaken)
  })
})

describe('a declared post', () => {
  const mention = { programId: PROGRAM, kind: 'mention', channel: 'blog' }

  test.each([
    ['without an address', {}, true],
    ['with one', { postUrl: 'https://b.example/1' }, true],
    ['with a script for one', { postUrl: 'javascript:alert(1)' }, false],
    ['in a place nobody knows', { channel: 'carrier pigeon' }, false],
    ['with half a reader', { declaredReach: 0.5 }, false],
    ['with less than nobody', { declaredReach: -1 }, false],
  ])('%s', (_name, change, isTaken) => {
    expect(takes(schemas.declareMentionSchema, { ...mention, ...change })).toBe(isTaken)
  })

  test('of a form has its reach in digits', () => {
    const form = { ...mention, declaredReach: '4000' }
    expect(schemas.mentionFormSchema.parse(form)).toEqual({ ...mention, declaredReach: 4_000 })
    expect(takes(schemas.mentionFormSchema, { ...form, declaredReach: '4k' })).toBe(false)
  })
})

test('a sign-up says what led to it', () => {
  expect(takes(schemas.recordLeadSchema, { id: 'l1' })).toBe(false)
  expect(takes(schemas.recordLeadSchema, { id: 'l1', clickToken: 'x' })).toBe(true)
})
