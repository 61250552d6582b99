// Waiting for the first order says what is missing, once each, and ends when an order is seen or the time is up.

import { expect, test } from 'vitest'
import type { ApiClient } from '#cli/api-client.ts'
import { CommandEnd, EXIT } from '#cli/exit-codes.ts'
import { waitForOrder } from '#cli/wait-for-order.ts'

type Look = { readonly firstAt: string | null; readonly missing: readonly string[] }

/** A server whose check answers these one after the other, the last one for ever. */
function clientOf(...looks: readonly (Look | CommandEnd)[]): ApiClient {
  let asked = 0
  return {
    get: () => {
      const look = looks[Math.min(asked++, looks.length - 1)] ?? { firstAt: null, missing: [] }
      if (look instanceof CommandEnd) return Promise.reject(look)
      const { firstAt, missing } = look
      return Promise.resolve({
        orders: { firstAt },
        missing: missing.map((sentence) => ({ gap: 'any', sentence })),
      })
    },
  } as unknown as ApiClient
}

async function wait(client: ApiClient, waitSeconds: number) {
  const news: string[] = []
  const onNews = (sentence: string): void => void news.push(sentence)
  const pause = () => Promise.resolve()
  const check = await waitForOrder(client, { connectionId: 'k7m2p', waitSeconds, onNews, pause })
  return { news, firstAt: check.orders.firstAt }
}

test('tells each thing that is missing once, then that the first order was seen', async () => {
  const nothing = { firstAt: null, missing: ['Nothing has arrived.'] }
  const wrong = { firstAt: null, missing: ['The signature does not fit.'] }
  const seen = { firstAt: '2026-11-22T12:00:00.000Z', missing: [] }
  expect(await wait(clientOf(nothing, nothing, wrong, seen), 600)).toEqual({
    news: [
      'Waiting for the first order. Nothing has arrived.',
      'Waiting for the first order. The signature does not fit.',
      'First order seen.',
    ],
    firstAt: '2026-11-22T12:00:00.000Z',
  })
})

test('says nothing of waiting when an order was seen before', async () => {
  const seen = { firstAt: '2026-11-22T12:00:00.000Z', missing: [] }
  expect((await wait(clientOf(seen), 600)).news).toEqual([])
})

test('waits on while the server is away, and ends as unreachable when the time is up meanwhile', async () => {
  const away = new CommandEnd(EXIT.unreachable, 'No server answers.')
  const seen = { firstAt: '2026-11-22T12:00:00.000Z', missing: [] }
  expect((await wait(clientOf(away, away, seen), 600)).news).toEqual([
    'The server does not answer; waiting for it.',
    'First order seen.',
  ])
  await expect(wait(clientOf(away), 0)).rejects.toBe(away)
  const refused = new CommandEnd(EXIT.refused, 'There is nothing here.')
  await expect(wait(clientOf(refused), 600)).rejects.toBe(refused)
})

test('ends with the last look when the time is up', async () => {
  const quiet = { firstAt: null, missing: [] }
  expect(await wait(clientOf(quiet), 0)).toEqual({ news: [], firstAt: null })
})
