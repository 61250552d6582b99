// How a platform delivers its webhooks: its own time-out, what counts as received, its schedule of retries, and when it
// gives an address up. On a virtual clock, with messages lost, doubled, late or in another order where a test asks.

import type { VirtualClock } from './virtual-clock.ts'

export type PostRules = {
  /** How long an answer may take, in milliseconds of the wall clock. */
  readonly timeoutMs: number
  readonly isReceived: (status: number) => boolean
  /** Waits before the second, third … attempt, in milliseconds. */
  readonly retryDelaysMs: readonly number[]
  /** Failed attempts in a row after which the address gets nothing more. */
  readonly givesUpAfter: number
}

export type Message = {
  readonly id: string
  readonly topic: string
  readonly body: string
}

export type Attempt = Message & {
  /** By the virtual clock. */
  readonly at: number
  /** Absent when nobody answered in time. */
  readonly status: number | undefined
}

/** What becomes of the messages that are sent from now on. */
export type Mood = {
  /** So many of the next messages never leave the platform. */
  lose: number
  /** How often each message is delivered. */
  copies: number
  /** Of what is due together, the last goes first. */
  isReversed: boolean
  /** How late messages leave, in milliseconds. */
  lateMs: number
}

export type WebhookPost = {
  /** Delivers to `url` from now on; a subscription that was given up begins anew. */
  readonly subscribe: (url: string, sign: Signer) => void
  readonly send: (message: Message) => void
  /** Attempts everything that is due by now. */
  readonly deliver: () => Promise<readonly Attempt[]>
  /** Moves the clock on, stopping at each instant at which something falls due. */
  readonly advance: (milliseconds: number) => Promise<readonly Attempt[]>
  readonly attempts: readonly Attempt[]
  readonly state: () => 'none' | 'active' | 'given-up'
  readonly mood: Mood
}

/** Headers of one attempt; a scheme that signs the time signs anew each time. */
export type Signer = (message: Message) => Promise<Record<string, string>>

type Pending = { readonly message: Message; readonly dueAt: number; readonly tries: number }

export function openWebhookPost(rules: PostRules, clock: VirtualClock): WebhookPost {
  const mood: Mood = { lose: 0, copies: 1, isReversed: false, lateMs: 0 }
  const attempts: Attempt[] = []
  let pending: Pending[] = []
  let subscription: { readonly url: string; readonly sign: Signer } | undefined
  let failures = 0

  const attempt = async ({ message, tries }: Pending): Promise<void> => {
    if (!subscription || failures >= rules.givesUpAfter) return
    const { url, sign } = subscription
    const status = await post(url, message.body, await sign(message), rules.timeoutMs)
    attempts.push({ ...message, at: clock.now(), status })
    if (status !== undefined && rules.isReceived(status)) {
      failures = 0
      return
    }
    failures += 1
    const delay = rules.retryDelaysMs[tries]
    if (delay !== undefined) pending.push({ message, dueAt: clock.now() + delay, tries: tries + 1 })
  }

  const deliver = async (): Promise<readonly Attempt[]> => {
    const before = attempts.length
    const due = pending.filter(({ dueAt }) => dueAt <= clock.now())
    pending = pending.filter(({ dueAt }) => dueAt > clock.now())
    for (const one of mood.isReversed ? due.toReversed() : due) await attempt(one)
    return attempts.slice(before)
  }

  return {
    subscribe: (url, sign) => {
      subscription = { url, sign }
      failures = 0
    },
    send: (message) => {
      if (mood.lose > 0) {
        mood.lose -= 1
        return
      }
      const dueAt = clock.now() + mood.lateMs
      for (let copy = 0; copy < mood.copies; copy++) pending.push({ message, dueAt, tries: 0 })
    },
    deliver,
    advance: async (milliseconds) => {
      const before = attempts.length
      const end = clock.now() + milliseconds
      for (;;) {
        const next = Math.min(...pending.map(({ dueAt }) => dueAt))
        if (!(next <= end)) break
        clock.advance(Math.max(next - clock.now(), 0))
        await deliver()
      }
      clock.advance(end - clock.now())
      return attempts.slice(before)
    },
    attempts,
    state: () => {
      if (!subscription) return 'none'
      return failures >= rules.givesUpAfter ? 'given-up' : 'active'
    },
    mood,
  }
}

/** The status of the answer; undefined when there was none in time. No redirect is followed. */
async function post(
  url: string,
  body: string,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<number | undefined> {
  try {
    const signal = AbortSignal.timeout(timeoutMs)
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}
