// Webhooks by Standard Webhooks 1.0.0, with the platform's WebCrypto: signing for shops of one's own making, and checking
// what a Vouchpenny server tells.

const SECRET_PREFIX = 'whsec_'
const SIGNATURE_PREFIX = 'v1,'

/** How far a signed timestamp may be from now, in seconds, either way: five minutes, as the specification's libraries. */
const TOLERANCE_SECONDS = 300

/** Signatures looked at in one header: a rotation needs two. */
const SIGNATURES_MAX = 8

/** Bounds of a secret's length in bytes (specification, "Symmetric"). */
const SECRET_BYTES_MIN = 24
const SECRET_BYTES_MAX = 64

const SECOND_MS = 1_000

/** Seconds since 1970 in canonical form. */
const TIMESTAMP = /^(0|[1-9]\d{0,11})$/

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const

export type WebhookHeaders = {
  readonly 'webhook-id': string
  readonly 'webhook-timestamp': string
  readonly 'webhook-signature': string
}

/**
 * The three headers that sign `body`, the very text that is sent, with a connection's secret (`whsec_…`). `id` names the
 * message and stays the same when it is sent again; `at` is when it is sent, in milliseconds since 1970, now when left
 * out. Throws a TypeError for a secret of another form.
 */
export async function signWebhook(
  body: string,
  { secret, id, at = Date.now() }: { readonly secret: string; readonly id: string; readonly at?: number },
): Promise<WebhookHeaders> {
  const timestamp = String(Math.floor(at / SECOND_MS))
  const key = await importSecret(secret, 'sign')
  const signature = await crypto.subtle.sign(HMAC, key, signedContent(id, timestamp, body))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': SIGNATURE_PREFIX + new Uint8Array(signature).toBase64(),
  }
}

/** Headers as `fetch`, Node or a framework has them; names in any case. */
export type GivenHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * Whether `body`, the very text that came, was signed with one of `secrets` (the current one, and the previous while it
 * is being replaced) within five minutes of `now`. WebCrypto compares in constant time. Throws a TypeError for a secret of
 * another form: that is the caller's mistake, not the sender's.
 */
export async function verifyWebhook(
  body: string,
  {
    headers,
    secrets,
    now = Date.now(),
  }: { readonly headers: GivenHeaders; readonly secrets: readonly string[]; readonly now?: number },
): Promise<boolean> {
  const id = headerOf(headers, 'webhook-id')
  const timestamp = headerOf(headers, 'webhook-timestamp')
  if (id === '' || !TIMESTAMP.test(timestamp)) return false
  if (Math.abs(Math.floor(now / SECOND_MS) - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const content = signedContent(id, timestamp, body)
  const signatures = signaturesOf(headerOf(headers, 'webhook-signature'))
  for (const secret of secrets) {
    const key = await importSecret(secret, 'verify')
    for (const signature of signatures) {
      if (await crypto.subtle.verify(HMAC, key, signature, content)) return true
    }
  }
  return false
}

/** The `v1` signatures of a space-separated list; other versions and ill-formed entries are none. */
function signaturesOf(header: string): readonly Uint8Array<ArrayBuffer>[] {
  return header
    .split(' ', SIGNATURES_MAX)
    .filter((entry) => entry.startsWith(SIGNATURE_PREFIX))
    .map((entry) => fromBase64(entry.slice(SIGNATURE_PREFIX.length)))
    .filter((signature) => signature !== undefined)
}

async function importSecret(secret: string, use: 'sign' | 'verify'): Promise<CryptoKey> {
  const bytes = secret.startsWith(SECRET_PREFIX) ? fromBase64(secret.slice(SECRET_PREFIX.length)) : undefined
  if (bytes === undefined || bytes.length < SECRET_BYTES_MIN || bytes.length > SECRET_BYTES_MAX) {
    throw new TypeError('A secret is whsec_ and 24 to 64 bytes in base64.')
  }
  return crypto.subtle.importKey('raw', bytes, HMAC, false, [use])
}

function signedContent(id: string, timestamp: string, body: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${id}.${timestamp}.${body}`)
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: 'strict' })
  } catch {
    return undefined
  }
}

function headerOf(headers: GivenHeaders, name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? ''
  const entry = Object.entries(headers).find(([given]) => given.toLowerCase() === name)
  const value = entry?.[1] ?? ''
  return typeof value === 'string' ? value : (value[0] ?? '')
}
