// Waits until the first order has come through a connection, and says meanwhile what is missing.

import { setTimeout as sleep } from 'node:timers/promises'
import { connectionCheckAnswerSchema, type ConnectionCheckAnswer } from '#schema/connections.ts'
import { InvalidArgumentError } from 'commander'
import type { ApiClient } from './api-client.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { inPath } from './way-request.ts'

/** Between two looks, in milliseconds: somebody is watching. */
const POLL_MS = 1_000

/** Longest wait that is taken, in seconds: a day. */
const WAIT_SECONDS_MAX = 86_400

const AWAY = 'The server does not answer; waiting for it.'

/** What a connection's check says now. */
export function checkOf(client: ApiClient, connectionId: string): Promise<ConnectionCheckAnswer> {
  return client.get(`/v1/connections/${inPath(connectionId)}/check`, connectionCheckAnswerSchema)
}

/** The check once an order has been seen, or the last one when the time is up; `onNews` hears each new state in a sentence. */
export async function waitForOrder(
  client: ApiClient,
  {
    connectionId,
    waitSeconds,
    onNews,
    pause = () => sleep(POLL_MS),
  }: {
    readonly connectionId: string
    readonly waitSeconds: number
    readonly onNews: (sentence: string) => void
    /** Between two looks. */
    readonly pause?: () => Promise<unknown>
  },
): Promise<ConnectionCheckAnswer> {
  const deadline = performance.now() + waitSeconds * 1_000
  let told = ''
  for (;;) {
    const isOver = performance.now() >= deadline
    const check = await (isOver ? checkOf(client, connectionId) : checkUnlessAway(client, connectionId))
    if (check === undefined) {
      if (told !== AWAY) onNews(AWAY)
      told = AWAY
      await pause()
      continue
    }
    if (check.orders.firstAt !== null) {
      if (told !== '') onNews('First order seen.')
      return check
    }
    if (isOver) return check
    const news = check.missing.map(({ sentence }) => sentence).join(' ') || 'No order has been seen yet.'
    if (news !== told) onNews(`Waiting for the first order. ${news}`)
    told = news
    await pause()
  }
}

/** Undefined while the server is away: one that is started anew meanwhile ends no wait. */
async function checkUnlessAway(
  client: ApiClient,
  connectionId: string,
): Promise<ConnectionCheckAnswer | undefined> {
  try {
    return await checkOf(client, connectionId)
  } catch (error) {
    if (error instanceof CommandEnd && error.exitCode === EXIT.unreachable) return undefined
    throw error
  }
}

/** `--wait <seconds>`: a whole number of seconds, at most a day. */
export function parseWait(text: string): number {
  const seconds = Number(text)
  if (!/^\d{1,5}$/.test(text) || seconds > WAIT_SECONDS_MAX) {
    throw new InvalidArgumentError(`A whole number of seconds from 0 to ${WAIT_SECONDS_MAX}.`)
  }
  return seconds
}
