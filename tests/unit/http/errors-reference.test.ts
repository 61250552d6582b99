// docs/reference/errors.md says what the table of codes says, both ways, and with the statuses of the HTTP side.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { problemTable } from '#domain/problem-table.ts'
import { problemStatus } from '#http/problem-status.ts'

type Entry = { readonly sentence: string; readonly status: number; readonly retry: string }

const ENTRY = /^## (\w+)\n\n(.+)\n\nStatus (\d{3}) · Retry: (never|later)$/gm

function entriesOf(document: string): Record<string, Entry> {
  const entries: Record<string, Entry> = {}
  for (const [, code = '', sentence = '', status = '', retry = ''] of document.matchAll(ENTRY)) {
    entries[code] = { sentence, status: Number(status), retry }
  }
  return entries
}

describe('docs/reference/errors.md', () => {
  const document = readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8')
  const written = entriesOf(document)

  test('holds exactly the codes of the table, each with its sentence, status and retry', () => {
    const expected = Object.fromEntries(
      Object.entries(problemTable).map(([code, { sentence, retry }]) => [
        code,
        { sentence, status: problemStatus[code as keyof typeof problemStatus], retry },
      ]),
    )
    expect(written).toEqual(expected)
  })

  test('has no heading that is not read as a code', () => {
    expect(document.match(/^## /gm)).toHaveLength(Object.keys(written).length)
  })
})

describe('statuses of problems', () => {
  test('are refusals for what the caller can mend and 5xx only for what they cannot', () => {
    const ours = Object.entries(problemStatus)
      .filter(([, status]) => status >= 500)
      .map(([code]) => code)
    expect(
      ours.filter((code) => /_(invalid|missing|malformed|taken|forbidden|reused|found)$/.test(code)),
    ).toEqual(['ledger_not_found', 'block_not_found'])
    expect(problemStatus).toMatchObject({
      body_malformed: 400,
      credentials_missing: 401,
      signature_invalid: 401,
      not_found: 404,
      method_not_allowed: 405,
      idempotency_key_in_flight: 409,
      body_too_large: 413,
      content_type_unsupported: 415,
      idempotency_key_reused: 422,
      rate_limited: 429,
      internal_error: 500,
      storage_unavailable: 503,
      chain_unavailable: 503,
    })
  })
})
