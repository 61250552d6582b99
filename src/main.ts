// The relayer: one process that serves the API and pages, follows the chain, and sends what is due. Told by its
// environment; ends on SIGTERM or SIGINT; prints one line of JSON when it is ready.

import { followInstruction } from '#app/accounts/follow-instruction.ts'
import { applyEvents } from '#app/books/apply-events.ts'
import { parkDelivery } from '#app/deliveries/park-delivery.ts'
import { processDelivery } from '#app/deliveries/process-delivery.ts'
import { followChain } from '#app/following/follow-chain.ts'
import { rollUpShops } from '#app/metrics/roll-up-shops.ts'
import { expireReviews } from '#app/misuse/expire-reviews.ts'
import { evaluateWaiting } from '#app/policies/evaluate-waiting.ts'
import { forgetOld } from '#app/privacy/forget-old.ts'
import { projectReward } from '#app/rewards/project-reward.ts'
import { projectUnrewarded } from '#app/rewards/project-unrewarded.ts'
import { pullConnection } from '#app/pulls/pull-connection.ts'
import { wakePulls } from '#app/pulls/wake-pulls.ts'
import { sendChainTransactions } from '#app/sending/send-chain-transactions.ts'
import { buryWebhook, sendWebhook } from '#app/webhooks/send-webhook.ts'
import { tellPayment } from '#app/webhooks/tell-payment.ts'
import { tendPools } from '#app/work/tend-pools.ts'
import { readConfig } from '#config'
import { Problem } from '#domain/problem.ts'
import { HOUR_MS } from '#domain/time.ts'
import { createHttpApp } from '#http/create-http-app.ts'
import { listen } from '#http/listen.ts'

import { compose, type Relayer } from './compose.ts'
import { startLoop, type Loop } from './loop.ts'
import { startRefusal } from './start-refusal.ts'

/** Milliseconds between two looks at the chain when nothing is new: a quarter of the fastest common block time. */
const CHAIN_ROUND_MS = 250

/** Milliseconds between two audits for the open page: five minutes, so that it shows today's books. */
const AUDIT_ROUND_MS = 300_000

/** Milliseconds between two rounds of rolling figures up: a minute; whoever reads them before rolls up first. */
const METRICS_ROUND_MS = 60_000

/** Milliseconds between two looks for cases under review whose time is up: short beside the ten minutes they have left. */
const REVIEW_ROUND_MS = 2_000
/** Milliseconds between two looks for connections whose job was lost: a minute, half of what makes one forgotten. */
const WAKE_ROUND_MS = 60_000

/** Milliseconds between two rounds of forgetting: an hour, so that nothing outlives its time by more. */
const FORGET_ROUND_MS = HOUR_MS

/** Exit codes: a bad environment, or anything unforeseen at the start; chain or storage that cannot be used. */
const EXIT_CONFIG = 3
const EXIT_CHAIN = 4

/** Exit code when a rule of our own was broken while running: somebody has to look before it starts again. */
const EXIT_FATAL = 5

async function main(): Promise<void> {
  const relayer = await compose(readConfig(process.env))
  const { config, log } = relayer
  const ended = Promise.withResolvers<'asked' | 'fatal'>()
  // The port comes first: a second start on it ends here, before it has worked on anything.
  const server = await listen(
    createHttpApp({
      ...relayer.http,
      deps: relayer.deps,
      publicUrl: config.PUBLIC_URL ?? `http://localhost:${config.PORT}`,
    }),
    { host: config.HOST, port: config.PORT },
  )
  const loops = await startWork(relayer, () => ended.resolve('fatal'))
  process.stdout.write(
    `${JSON.stringify({ ready: true, url: `http://localhost:${server.port}`, port: server.port })}\n`,
  )
  log.info('ready', { port: server.port })

  process.once('SIGTERM', () => ended.resolve('asked'))
  process.once('SIGINT', () => ended.resolve('asked'))
  const reason = await ended.promise
  log.info('stopping', { reason })
  await server.close()
  for (const loop of loops) await loop.stop()
  await relayer.stop()
  log.info('stopped')
  if (reason === 'fatal') process.exitCode = EXIT_FATAL
}

/** Jobs of the outbox, the round over the chain, and the audit for the open page. */
async function startWork(relayer: Relayer, onFatal: () => void): Promise<readonly Loop[]> {
  const { deps, following, sending, outbox, log } = relayer
  await outbox.work('process-delivery', (data) => processDelivery(deps, data))
  await outbox.work('dead-delivery', (data) => parkDelivery(deps, data))
  await outbox.work('pull-connection', (data) => pullConnection(deps, data))
  await outbox.work('evaluate-waiting', (data) => evaluateWaiting(deps, data))
  await outbox.work('project-reward', (data) => projectReward(deps, data))
  await outbox.work('project-unrewarded', (data) => projectUnrewarded(deps, data))
  await outbox.work('tell-payment', (data) => tellPayment(deps, data))
  await outbox.work('follow-instruction', (data) => followInstruction(deps, data))
  await outbox.work('send-webhook', (data) => sendWebhook(deps, data))
  await outbox.work('dead-webhook', (data) => buryWebhook(deps, data))

  const round = async (): Promise<void> => {
    while ((await followChain(following)).more);
    while ((await applyEvents(deps)) > 0);
    try {
      await tendPools(deps)
    } finally {
      await sendChainTransactions(sending)
    }
  }
  return [
    startLoop({ name: 'chain', everyMs: CHAIN_ROUND_MS, log, step: round, onFatal }),
    startLoop({
      name: 'metrics',
      everyMs: METRICS_ROUND_MS,
      log,
      step: () => rollUpShops(deps),
      onFatal,
    }),
    startLoop({
      name: 'reviews',
      everyMs: REVIEW_ROUND_MS,
      log,
      step: () => expireReviews(deps),
      onFatal,
    }),
    startLoop({ name: 'pulls', everyMs: WAKE_ROUND_MS, log, step: () => wakePulls(deps), onFatal }),
    startLoop({
      name: 'audit',
      everyMs: AUDIT_ROUND_MS,
      log,
      step: relayer.audit,
      onFatal,
    }),
    startLoop({ name: 'forgetting', everyMs: FORGET_ROUND_MS, log, step: () => forgetOld(deps), onFatal }),
  ]
}

main().catch((error: unknown) => {
  process.stderr.write(`${startRefusal(error)}\n`)
  process.exit(error instanceof Problem ? EXIT_CHAIN : EXIT_CONFIG)
})
