// Nothing is ever sent to a third party on somebody's behalf: there is no code that could, and no package for it.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listSources, ROOT } from '../support/rooms.ts'

/** Ways out of the process: Node's own, the platform's, and clients that others wrote. */
const WAYS_OUT =
  /from '(?:node:)?(?:http|https|http2|net|tls|dgram|undici|ws|axios|got)'|import\('(?:node:)?(?:http|https|net|tls|dgram)'\)|(?<![.\w])fetch\(|\bnew (?:WebSocket|EventSource|XMLHttpRequest)\b|\bsendBeacon\(/

/** Files that have one, and whom they talk to. */
const TALKING: Readonly<Record<string, string>> = {
  'src/cli/webhook-send-test.ts': "the server's own webhook address",
  'src/http/listen.ts': 'nobody: it listens',
  'src/cli/export-command.ts': 'the server that the user names',
  'src/intake/send-webhook.ts': 'the address that a shop named for webhooks, on the open internet',
  'src/sdk/requester.ts': 'the server that its user names',
  'src/intake/pinned-connection.ts': 'nobody by itself: it makes the options of a checked connection',
  'src/intake/shop-fetch.ts': 'the shop that its owner connected, to read its own orders',
}

/** What only somebody who writes to people, or watches them, needs. */
const MESSENGERS =
  /mail|smtp|sms|twilio|sendgrid|postmark|mailgun|push|slack|telegram|whatsapp|segment|analytics|sentry|mixpanel|posthog/i

/** Reads an address of the program's own shop, when somebody pastes it: the one place that asks others for anything. */
const PRODUCT_READER = /^src\/intake\/(?:fetch-own|read-product-page)\.ts$/

test('only these files can open a connection, and none of them to a third party', () => {
  const found = listSources('src').filter(
    (file) => !file.startsWith('src/abi/') && WAYS_OUT.test(readFileSync(join(ROOT, file), 'utf8')),
  )
  expect(found.filter((file) => TALKING[file] === undefined && !PRODUCT_READER.test(file))).toEqual([])
  expect(found).toEqual(expect.arrayContaining(Object.keys(TALKING)))
})

test.each([
  `import { request } from 'node:https'`,
  `const answer = await fetch(url)`,
  `import net from 'net'`,
  `navigator.sendBeacon(url)`,
  `const socket = new WebSocket(url)`,
])('and a planted way out is found: %s', (code) => {
  expect(WAYS_OUT.test(code)).toBe(true)
})

test('no package writes to people or watches them', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>
  }
  expect(Object.keys(dependencies).length).toBeGreaterThan(5)
  // A list of throw-away mail hosts is data, not a way to write to anybody.
  const found = Object.keys(dependencies).filter((name) => MESSENGERS.test(name))
  expect(found.filter((name) => name !== 'disposable-email-domains')).toEqual([])
})
