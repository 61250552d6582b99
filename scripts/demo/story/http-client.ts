// Speaks to the relayer over real HTTP: connections kept alive, a bounded number of requests at a time, every status
// counted.

/** Requests under way at once: enough to be quick on two cores, few enough to be polite. */
export const REQUESTS_AT_ONCE = 16

/** A request on the same machine takes milliseconds; half a minute is a machine that hangs. */
const REQUEST_DEADLINE_MILLISECONDS = 30_000

export type HttpAnswer = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

export type HttpCall = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export type HttpClient = {
  /** Sends one request and never follows a redirect. Throws `StoryFault` only when no answer comes. */
  readonly send: (call: HttpCall) => Promise<HttpAnswer>
  /** Calls the API and reads JSON; throws `StoryFault` unless the status is 2xx. */
  readonly api: <T>(call: ApiCall) => Promise<T>
  /** Sends a table to the API; throws `StoryFault` unless the status is 2xx. */
  readonly csv: (call: {
    readonly path: string
    readonly bearer: string
    readonly csv: string
  }) => Promise<void>
  /** How often each status came back. */
  readonly statuses: () => Readonly<Record<string, number>>
}

export type ApiCall = {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly bearer?: string | undefined
  /** ETag of what is changed, where a change asks for it. */
  readonly ifMatch?: string
  readonly json?: unknown
}

/** What went otherwise than the story says; its message is one sentence. */
export class StoryFault extends Error {
  override readonly name = 'StoryFault'
}

/** A client of the relayer at `url`; idempotency keys begin with `keyPrefix`. */
export function createHttpClient({ url, keyPrefix }: { url: string; keyPrefix: string }): HttpClient {
  const statuses = new Map<number, number>()
  let keys = 0

  async function send(call: HttpCall): Promise<HttpAnswer> {
    const answer = await exchange(url, call).catch((error: unknown) => {
      const what = `${call.method ?? 'GET'} ${call.path}`
      throw new StoryFault(`${what} got no answer: ${reasonOf(error)}.`, { cause: error })
    })
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
    return answer
  }

  /** One call to the API, with its key and, for a POST, the key that makes it count once. */
  async function callApi(
    { method = 'GET', path, bearer, ifMatch }: ApiCall,
    type: string,
    body?: string,
  ): Promise<HttpAnswer> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`
    if (ifMatch !== undefined) headers['if-match'] = ifMatch
    if (method === 'POST') {
      headers['content-type'] = type
      headers['idempotency-key'] = `${keyPrefix}-${keys++}`
    }
    const answer = await send({ method, path, headers, ...(body === undefined ? {} : { body }) })
    if (answer.status < 200 || answer.status > 299) {
      throw new StoryFault(`${method} ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`)
    }
    return answer
  }

  async function api<T>(request: ApiCall): Promise<T> {
    const body = request.json === undefined ? undefined : JSON.stringify(request.json)
    return JSON.parse((await callApi(request, 'application/json', body)).text) as T
  }

  return {
    send,
    api,
    csv: async ({ path, bearer, csv }) => {
      await callApi({ method: 'POST', path, bearer }, 'text/csv', csv)
    },
    statuses: () => Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)),
  }
}

async function exchange(
  url: string,
  { method = 'GET', path, headers = {}, body }: HttpCall,
): Promise<HttpAnswer> {
  const response = await fetch(new URL(path, url), {
    method,
    headers: { ...headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(REQUEST_DEADLINE_MILLISECONDS),
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** What the network said; fetch hides it in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}

/** Runs `work` for every item, `REQUESTS_AT_ONCE` at a time, and returns the results in the items' order. */
export async function forEachAtOnce<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  let next = 0
  async function worker(): Promise<void> {
    for (let i = next++; i < items.length; i = next++) results[i] = await work(items[i] as Item)
  }
  await Promise.all(Array.from({ length: Math.min(REQUESTS_AT_ONCE, items.length) }, worker))
  return results
}
