// A server that answers what it is told, one answer after the other, and keeps what it was asked.

import { z } from 'zod'
import { createRequester, type RequesterOptions } from '#sdk/requester.ts'

export type Asked = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

export type Told = {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

/** Answers in turn; the last one again and again. An `Error` is a network that fails. */
export function sdkServer(...answers: readonly (Told | Error)[]) {
  const asked: Asked[] = []
  const waited: number[] = []
  const fakeFetch = (url: URL | Request | string, init: RequestInit = {}): Promise<Response> => {
    asked.push({
      method: init.method ?? 'GET',
      url: url instanceof URL ? url.href : '',
      headers: { ...(init.headers as Record<string, string>) },
      body: init.body,
    })
    const told = answers[Math.min(asked.length, answers.length) - 1]
    if (told === undefined || told instanceof Error) return Promise.reject(told ?? new Error('nothing'))
    const { status = 200, headers = {}, body = {} } = told
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    return Promise.resolve(new Response(text, { status, headers }))
  }
  const options: RequesterOptions = {
    url: 'https://rewards.example',
    key: 'vp_test_key',
    fetch: fakeFetch,
    wait: (milliseconds) => {
      waited.push(milliseconds)
      return Promise.resolve()
    },
  }
  return { asked, waited, options, requester: createRequester(options) }
}

export const THING = z.object({ name: z.string() })

/** A problem answer as the server sends it. */
export const problem = (code: string, status: number, retry = 'never') => ({
  status,
  body: { title: 'A sentence.', status, code, retry, facts: { reason: 'tea' } },
})
