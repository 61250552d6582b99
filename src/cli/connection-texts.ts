// Connections as lines for a terminal: what is to be done on the platform, and what came through.

import { carriedWords } from '#domain/connection-words.ts'
import { SHOP_KEY_FILE, type ConnectionStep } from '#domain/connection-steps.ts'
import type { ConnectionCheckAnswer } from '#schema/connections.ts'
import type { PullAnswer } from '#schema/pulls.ts'

type Step = {
  readonly text: ConnectionStep['text']
  readonly values?: ConnectionStep['values'] | undefined
}

/** Numbered steps, with each value on a line of its own, so that it can be copied; commands name the caller's key file. */
export function stepLines(steps: readonly Step[], keyFile = SHOP_KEY_FILE): readonly string[] {
  return steps.flatMap(({ text, values = [] }, i) => [
    `${i + 1}. ${text}`,
    ...values.map(({ name, value }) => `     ${name}: ${value.replaceAll(SHOP_KEY_FILE, keyFile)}`),
  ])
}

/** What came through a connection, and what is missing. */
export function checkLines({
  webhook,
  pull,
  orders,
  missing,
  ...connection
}: ConnectionCheckAnswer): readonly string[] {
  const { became } = webhook
  return [
    `${connection.platform} ${connection.connectionId}, ${connection.state}: ${connection.webhookUrl}`,
    webhook.lastAt === null
      ? 'No webhook has arrived.'
      : `Latest webhook ${webhook.lastAt}${webhook.lastTopic === null ? '' : ` (${webhook.lastTopic})`}; of the latest: ${became.processed} read, ${became.skipped} not needed, ${became.parked} could not be read, ${became.received} wait.`,
    ...(webhook.refusedAt === null ? [] : [`A signature last did not fit at ${webhook.refusedAt}.`]),
    ...pullLines(pull),
    ...orderLines(orders),
    ...(missing.length === 0
      ? ['Nothing is missing.']
      : missing.map(({ sentence }) => `Missing: ${sentence}`)),
  ]
}

/** How the reading of orders stands; nothing without credentials. */
export function pullLines(pull: PullAnswer): readonly string[] {
  if (pull.state === 'off') return []
  if (pull.lastError !== null)
    return [`Orders could not be read: ${pull.lastError} Tried again ${pull.nextAt}.`]
  if (pull.lastPulledAt === null) return ['Orders are read from the shop; nothing was read yet.']
  return [
    `Orders read from the shop ${pull.lastPulledAt}, ${pull.messages} that were new; again ${pull.nextAt}.`,
    ...(pull.withheld === null ? [] : [pull.withheld]),
  ]
}

function orderLines(orders: ConnectionCheckAnswer['orders']): readonly string[] {
  if (orders.firstAt === null) return ['No order has been seen yet.']
  return [
    `First order seen ${orders.firstAt}, the latest ${orders.lastAt}.`,
    `Of the latest ${orders.orders} paid orders, ${orders.withToken} carried the token of a link:`,
    ...orders.carried.map(
      ({ kind, carriage, orders: count }) => `  ${count} × ${carriedWords({ kind, carriage })}`,
    ),
    `  ${orders.withNothing} × nothing`,
  ]
}
