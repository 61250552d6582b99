// Holds every answer of the JSON API that a test gets against the schema its endpoint declares: what is missing, of
// another form or not declared fails the test. Loaded before each test file that runs on real components.

import { isDeepStrictEqual } from 'node:util'
import { afterAll } from 'vitest'
import { endpoints } from '#http/v1/endpoints.ts'

type Judged = (typeof endpoints)[number] & { readonly pattern: RegExp }

const judged: readonly Judged[] = endpoints.map((endpoint) => ({
  ...endpoint,
  pattern: new RegExp(`^${endpoint.path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}$`),
}))

const unfit = new Set<string>()

const askedBefore = globalThis.fetch

globalThis.fetch = async (input, init) => {
  const response = await askedBefore(input, init)
  const isJson = /^application\/json(?:;|$)/.test(response.headers.get('content-type') ?? '')
  if (!response.ok || !isJson) return response
  const method = init?.method ?? 'GET'
  const { pathname } = new URL(input instanceof Request ? input.url : input)
  const endpoint = judged.find((one) => one.method === method && one.pattern.test(pathname))
  if (endpoint) judge(endpoint, response.status, (await response.clone().json()) as unknown)
  return response
}

function judge({ method, path, described }: Judged, status: number, body: unknown): void {
  const name = `${method} ${path}`
  if (!described.statuses.some((declared) => declared === status)) unfit.add(`${name} answered ${status}`)
  const parsed = described.answers.safeParse(body)
  if (!parsed.success) {
    for (const { path: place, message } of parsed.error.issues.slice(0, 3))
      unfit.add(`${name} at /${place.join('/')}: ${message}`)
    return
  }
  // A schema drops what it does not declare.
  if (!isDeepStrictEqual(parsed.data, body)) unfit.add(`${name}: ${undeclared(parsed.data, body, '')}`)
}

/** The first place at which an answer has what its schema does not know. */
function undeclared(known: unknown, answered: unknown, place: string): string {
  if (typeof answered !== 'object' || answered === null || typeof known !== 'object' || known === null)
    return `${place} is not declared`
  for (const [name, value] of Object.entries(answered)) {
    const told = (known as Record<string, unknown>)[name]
    if (!isDeepStrictEqual(told, value)) return undeclared(told, value, `${place}/${name}`)
  }
  return `${place} is not declared`
}

afterAll(() => {
  if (unfit.size > 0) throw new Error(`Answers do not fit what is declared:\n${[...unfit].join('\n')}`)
})
