// What must hold of every answer, whatever was sent.

import { problemTable } from '#domain/problem-table.ts'

/** An answer as it came, with what was asked. */
export type Seen = {
  readonly method: string
  readonly path: string
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly text: string
}

/** What only the inside knows: places in source, in libraries, statements, values of the platform. */
const INSIDE =
  /\bat .{1,80}\.(?:ts|js|mjs):\d|node_modules|node:internal|\/src\/|\bselect .+ from |insert into |pg_catalog|ECONN|\[object Object\]/i

/** A text that only a hostile client sends, unescaped. */
const REFLECTED = '<script>alert(1)</script>'

/** The one address beside our own that an answer may lead to: the shop's. */
const OWN_PLACES = /^(?:\/(?!\/)|https:\/\/shop\.example\/|http:\/\/(?:127\.0\.0\.1|localhost):\d+\/)/

/** What is wrong with an answer, in words; undefined when nothing is. */
export function faultOf(seen: Seen, secrets: readonly string[], ownSecrets: string): string | undefined {
  const { method, path, status, headers, text } = seen
  if (status >= 500) return `answered ${status}: ${text.slice(0, 300)}`
  if (INSIDE.test(text) && !isProse(path)) return `tells of the inside: ${INSIDE.exec(text)?.[0]}`
  if (text.includes(REFLECTED) && !isData(headers)) return 'gives back what was sent, unescaped'
  const told = secrets.find((secret) => text.includes(secret) && !ownSecrets.includes(secret))
  if (told !== undefined) return 'tells a secret that was not sent to it'
  const location = headers['location']
  if (location !== undefined && !OWN_PLACES.test(location)) return `leads to ${location.slice(0, 100)}`
  if (headers['set-cookie']?.includes('a=b') === true) return 'sets a cookie that was smuggled in'
  return path.startsWith('/v1') && status >= 400 && status !== 431 && method !== 'HEAD'
    ? faultOfProblem(seen)
    : undefined
}

function faultOfProblem({ status, headers, text }: Seen): string | undefined {
  if (headers['content-type']?.startsWith('application/problem+json') !== true)
    return `answers ${status} as ${headers['content-type']}`
  const body = JSON.parse(text) as { readonly code?: string; readonly status?: number }
  if (body.status !== status) return `says ${body.status} in a ${status}`
  if (body.code === undefined || !(body.code in problemTable)) return `has an unknown code ${body.code}`
  return undefined
}

/** JSON that no browser takes for a page: a shop's own words stand in it as they are. */
function isData(headers: Seen['headers']): boolean {
  const isJson = /^application\/(?:problem\+)?json/.test(headers['content-type'] ?? '')
  return isJson && headers['x-content-type-options'] === 'nosniff'
}

/** Pages and descriptions that speak of such words themselves. */
function isProse(path: string): boolean {
  return /^\/(?:errors|docs|v1\/openapi\.json|assets|snippet)/.test(path)
}
