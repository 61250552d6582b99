// The snippet for shops' pages is small, stands alone, and knows a click token as the relayer writes it.

import { gzipSync } from 'node:zlib'
import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { formatClickToken } from '#domain/click-token.ts'
import { snippetSource } from '#web/pages/snippet.ts'

/** What a page offers a script, as far as this one looks. */
function page(search: string, { gpc = false, dataset = {} }: { gpc?: boolean; dataset?: object } = {}) {
  const stored = new Map<string, string>()
  const context = createContext({
    URL,
    URLSearchParams,
    location: { search, protocol: 'https:' },
    navigator: { globalPrivacyControl: gpc },
    localStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
    document: {
      currentScript: { dataset },
      cookie: '',
      readyState: 'complete',
      addEventListener: () => undefined,
      querySelectorAll: () => [],
    },
  })
  runInContext('globalThis.window = globalThis', context)
  runInContext(snippetSource, context)
  const vouchpenny = context['vouchpenny'] as {
    token: () => string | undefined
    consent: (isGiven: boolean) => void
  }
  return { stored, vouchpenny, cookie: () => (context['document'] as { cookie: string }).cookie }
}

const TOKEN = formatClickToken(
  { code: '2345678923456', clickedAtSeconds: 1_790_000_000, nonce: '2345678923456789' },
  new Uint8Array(32).fill(0xab),
)

test('is under 3 kB gzipped and loads nothing else', () => {
  expect(gzipSync(snippetSource).byteLength).toBeLessThan(3 * 1024)
  expect(snippetSource).not.toMatch(/\bimport\b|\brequire\(|eval\(/)
})

test('keeps the token of a link for thirty days', () => {
  const { stored, vouchpenny } = page(`?a=b&utm_id=${TOKEN}`)
  expect(vouchpenny.token()).toBe(TOKEN)
  const [token, until] = (stored.get('vouchpenny') ?? '').split(' ')
  expect(token).toBe(TOKEN)
  const days = (Number(until) - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(29.9)
  expect(days).toBeLessThanOrEqual(30)
})

test.each(['', '?utm_id=newsletter', `?utm_id=${TOKEN}x`, '?utm_id=<script>'])(
  'takes %s for no token',
  (search) => {
    const { stored, vouchpenny } = page(search)
    expect(vouchpenny.token()).toBeUndefined()
    expect(stored.size).toBe(0)
  },
)

test('keeps nothing under Global Privacy Control, even when a page says that it may', () => {
  const { stored, vouchpenny } = page(`?utm_id=${TOKEN}`, { gpc: true })
  vouchpenny.consent(true)
  expect(vouchpenny.token()).toBeUndefined()
  expect(stored.size).toBe(0)
})

test('waits for consent where it is told to, and erases what was kept when it is taken back', () => {
  const { stored, vouchpenny } = page(`?utm_id=${TOKEN}`, { dataset: { consent: 'wait' } })
  expect(vouchpenny.token()).toBeUndefined()
  expect(stored.size).toBe(0)
  vouchpenny.consent(true)
  expect(vouchpenny.token()).toBe(TOKEN)
  vouchpenny.consent(false)
  expect(vouchpenny.token()).toBeUndefined()
  expect(stored.size).toBe(0)
})

test("writes the shop's own cookie only where it is named", () => {
  expect(page(`?utm_id=${TOKEN}`).cookie()).toBe('')
  expect(page(`?utm_id=${TOKEN}`, { dataset: { cookie: 'ref', days: '7' } }).cookie()).toBe(
    `ref=${TOKEN}; Max-Age=604800; Path=/; SameSite=Lax; Secure`,
  )
})
