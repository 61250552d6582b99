// The command over files; what was signed was signed by the vendors' own libraries.

import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { Stripe } from 'stripe'
import { afterAll, describe, expect, test } from 'vitest'
import { webhookCommand } from '#cli/webhook-command.ts'
import { CommandEnd } from '#cli/exit-codes.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouchpenny-verify-'))
afterAll(() => rmSync(folder, { recursive: true }))

const AT = 1_772_366_400
const BODY = '{"id":5678901234567890123,"note":"Grüße ☕"}\n'
const STRIPE_SECRET = 'whsec_test_secret'
const STANDARD_SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const TEXT_SECRET = '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'

type Given = {
  platform: string
  secret: string
  headers: unknown
  body?: string
  at?: string
  flags?: readonly string[]
}

function verify({ platform, secret, headers, body = BODY, at = String(AT), flags = [] }: Given) {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  let out = ''
  const write = (text: string) => (out += text)
  const command = webhookCommand({
    stdout: { write },
    stderr: { write: () => '' },
    ask: undefined,
  }).exitOverride()
  for (const child of command.commands) child.exitOverride().configureOutput({ writeErr: () => undefined })
  const files = [
    ...['--secret-file', file('secret', secret)],
    ...['--headers-file', file('headers', typeof headers === 'string' ? headers : JSON.stringify(headers))],
    ...['--body-file', file('body', body)],
  ]
  try {
    command.parse(['verify', '--platform', platform, ...files, '--at', at, ...flags], { from: 'user' })
    return { exit: 0, out, reason: undefined }
  } catch (error) {
    if (error instanceof CommandEnd) return { exit: error.exitCode, out, reason: error.message }
    return { exit: 2, out, reason: undefined }
  }
}

const bodyMac = createHmac('sha256', TEXT_SECRET).update(BODY).digest('base64')
const good: Record<string, Given> = {
  shopify: { platform: 'shopify', secret: TEXT_SECRET, headers: { 'X-Shopify-Hmac-SHA256': bodyMac } },
  woocommerce: {
    platform: 'woocommerce',
    secret: TEXT_SECRET,
    headers: { 'X-WC-Webhook-Signature': bodyMac },
  },
  stripe: {
    platform: 'stripe',
    secret: STRIPE_SECRET,
    headers: {
      'Stripe-Signature': Stripe.webhooks.generateTestHeaderString({
        payload: BODY,
        secret: STRIPE_SECRET,
        timestamp: AT,
      }),
    },
  },
  standard: {
    platform: 'standard',
    secret: STANDARD_SECRET,
    headers: {
      'Webhook-Id': 'msg_1',
      'Webhook-Timestamp': String(AT),
      'Webhook-Signature': new Webhook(STANDARD_SECRET).sign('msg_1', new Date(AT * 1000), BODY),
    },
  },
}

describe.each(Object.entries(good))('a webhook of %s', (_platform, given) => {
  test('is valid under its secret, with or without a line end behind it', () => {
    expect(verify(given)).toEqual({ exit: 0, out: 'valid\n', reason: undefined })
    expect(verify({ ...given, secret: `${given.secret}\r\n` }).exit).toBe(0)
  })

  test('is valid while its secret is being replaced', () => {
    const other = given.platform === 'standard' ? `whsec_${'A'.repeat(32)}` : 'whsec_another_secret'
    expect(verify({ ...given, secret: `${other}\n${given.secret}\n` }).exit).toBe(0)
  })

  test('is not valid over another body', () => {
    expect(verify({ ...given, body: BODY.trim() })).toEqual({
      exit: 1,
      out: '',
      reason: 'The signature does not fit the body and the secret.',
    })
  })

  test('is not valid without its header, which is named', () => {
    const { exit, reason } = verify({ ...given, headers: { 'content-type': 'application/json' } })
    expect([exit, reason]).toEqual([1, expect.stringMatching(/^The header \S+ is missing\.$/)])
  })

  test('says the same as JSON', () => {
    const json = verify({ ...given, flags: ['--json'] })
    expect(JSON.parse(json.out)).toEqual({ platform: given.platform, valid: true })
    const wrong = verify({ ...given, body: '', flags: ['--json'] })
    expect(wrong.exit).toBe(1)
    expect(JSON.parse(wrong.out)).toMatchObject({ valid: false, reason: expect.any(String) as string })
  })
})

test.each(['stripe', 'standard'])('a signed time of %s may be five minutes off, either way', (platform) => {
  const exits = [-301, -300, 300, 301].map((off) => verify({ ...good[platform]!, at: String(AT + off) }))
  expect(exits.map(({ exit }) => exit)).toEqual([1, 0, 0, 1])
  expect(exits[0]?.reason).toBe('The signed timestamp is too far from now.')
})

test.each(['shopify', 'woocommerce'])('%s signs no time, so any will do', (platform) => {
  expect(verify({ ...good[platform]!, at: '0' }).exit).toBe(0)
})

test('what cannot be read is wrong usage', () => {
  const { shopify } = good
  expect(verify({ ...shopify!, platform: 'magento' }).exit).toBe(2)
  expect(verify({ ...shopify!, at: 'now' }).exit).toBe(2)
  expect(verify({ ...shopify!, headers: '[]' }).exit).toBe(2)
  expect(verify({ ...shopify!, headers: '{"a":1}' }).exit).toBe(2)
  expect(verify({ ...shopify!, headers: 'x' }).exit).toBe(2)
})

test('without a secret of the platform nothing is valid, and the one reason says so', () => {
  const { shopify, standard } = good
  expect(verify({ ...shopify!, secret: '\n' })).toEqual({
    exit: 1,
    out: '',
    reason: 'The secret file is empty.',
  })
  const reason = 'The secret file holds no secret of the platform standard.'
  expect(verify({ ...standard!, secret: 'not base64!' })).toEqual({ exit: 1, out: '', reason })
  const json = verify({ ...standard!, secret: 'not base64!', flags: ['--json'] })
  expect([json.exit, JSON.parse(json.out)]).toEqual([1, { platform: 'standard', valid: false, reason }])
  expect(verify({ ...standard!, secret: `not base64!\n${standard!.secret}` }).exit).toBe(0)
})
