// What the server refused, told to a person: no JSON, each wrong field in a line, and what to do next where that is known.

import { describe, expect, test } from 'vitest'
import { refusalText } from '#cli/refusal-text.ts'
import { problemTable, type ProblemCode } from '#domain/problem-table.ts'

const told = (code: ProblemCode, facts: Record<string, unknown> = {}): string =>
  refusalText({ code, sentence: problemTable[code].sentence, facts })

describe('a refusal on the terminal', () => {
  test('names each wrong field in a line of its own', () => {
    const fields = [
      { field: '/amount', reason: 'must be an amount such as 25.00' },
      { field: '/policy/reward/bps', reason: 'is missing' },
      { field: '', reason: 'names nobody' },
    ]
    expect(told('input_invalid', { fields })).toBe(
      [
        'The input does not have the form this address takes. (input_invalid)',
        '  amount must be an amount such as 25.00',
        '  policy/reward/bps is missing',
        '  It names nobody',
      ].join('\n'),
    )
    expect(told('pool_terms_invalid', { pointer: '/rewardCap', reason: 'is below the cap' })).toBe(
      'The pool terms contradict the policy or the ledger. (pool_terms_invalid)\n  rewardCap is below the cap',
    )
    expect(told('input_invalid', { pointer: '/followers' })).toContain('\n  followers is not taken')
  })

  test('says what to do where the facts tell', () => {
    expect(told('scope_missing', { needs: 'pools' })).toBe(
      'The API key is not allowed what this address does. It needs a key with the scope pools; api-key create makes one. (scope_missing)',
    )
    expect(told('role_forbidden', { needs: ['retailer', 'recommender'] })).toContain(
      "It needs a shop's key or a person's sign-in token.",
    )
    expect(told('not_found')).toContain('Look at the id')
    expect(told('rate_limited', { retryAfterSeconds: 7 })).toContain('Try again in 7 seconds.')
    expect(told('withdrawal_over', { state: 'sent' })).toContain('It is sent.')
    expect(told('deal_over_cap', { left: '20.00', of: 'all deals' })).toContain(
      '20.00 test dollars are left of all deals.',
    )
    expect(told('deal_over_cap', { cap: '50.00', of: 'one deal' })).toContain(
      'The most for one deal is 50.00 test dollars.',
    )
    expect(told('webhook_url_refused', { reason: 'is not open to the world' })).toContain(
      '\n  It is not open to the world.',
    )
    expect(told('too_many_keys', { most: 100 })).toContain('\n  At most 100.')
  })

  test('is never JSON, whatever the facts are', () => {
    const odd = { ledger: '0x12', block: 7, nested: { a: ['b', { c: null }] }, reason: { not: 'a text' } }
    for (const code of Object.keys(problemTable) as ProblemCode[]) {
      expect(told(code, odd)).not.toMatch(/[{}[\]"]|undefined|\[object/)
      expect(told(code)).not.toMatch(/[{}[\]"]|undefined|\[object/)
    }
  })
})
