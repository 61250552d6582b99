// JSON over HTTP, as a program that uses the API speaks it.

import { randomUUID } from 'node:crypto'

type Server = { readonly url: string }

/** Reads a JSON answer; throws for anything but a 2xx. */
export async function get<Answer>(server: Server, path: string, bearer?: string): Promise<Answer> {
  return request<Answer>(server, path, { headers: authorization(bearer) })
}

/** Posts JSON under a fresh Idempotency-Key; throws for anything but a 2xx. */
export async function post<Answer>(
  server: Server,
  path: string,
  body: object,
  bearer?: string,
): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    ...authorization(bearer),
  }
  return request<Answer>(server, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** Changes settings as they were read just before, by If-Match; throws for anything but a 2xx. */
export async function replace<Answer>(
  server: Server,
  path: string,
  body: object,
  bearer: string,
): Promise<Answer> {
  const read = await fetch(`${server.url}${path}`, { headers: authorization(bearer) })
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    'if-match': read.headers.get('etag') ?? '',
    ...authorization(bearer),
  }
  return request<Answer>(server, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

function authorization(bearer: string | undefined): Record<string, string> {
  return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }
}

async function request<Answer>(server: Server, path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`${server.url}${path}`, init)
  const text = await response.text()
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status}: ${text}`)
  return JSON.parse(text) as Answer
}
