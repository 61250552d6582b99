// docs/reference/http.md names exactly the endpoints that are mounted.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isId } from '#domain/ids.ts'
import { endpoints } from '#http/v1/endpoints.ts'
import { operatorKeyScope } from '#http/v1/key-scopes.ts'

const document = readFileSync(new URL('../../../docs/reference/http.md', import.meta.url), 'utf8')

const headings = Array.from(document.matchAll(/^### ((?:GET|POST) \S+)$/gm), ([, heading]) => heading)

/** Mounted apart from the JSON API. */
const others = [
  'GET /r/:code',
  'GET /r/:code/qr.svg',
  'GET /snippet.js',
  'GET /s/:code/:place',
  'GET /pictures/:pictureId',
  'POST /hooks/standard/:connectionId',
  'POST /hooks/shopify/:connectionId',
  'POST /hooks/woocommerce/:connectionId',
  'POST /hooks/stripe/:connectionId',
]

test('docs/reference/http.md has one heading for each endpoint, and none besides', () => {
  const mounted = endpoints.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(headings)).toEqual(new Set([...mounted, ...others]))
  expect(headings).toHaveLength(mounted.length + others.length)
})

test("the operator's Idempotency-Keys are kept where no retailer's are", () => {
  expect(operatorKeyScope().retailerId).toBe('00000')
  expect(isId('00000', 5)).toBe(false)
})
