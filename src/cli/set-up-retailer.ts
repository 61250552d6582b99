// Sets up a retailer over HTTP: retailer, connection, program, an open pool with money in it. Each step waits for the
// one before; the chain's own are waited for by asking the pool.

import { setTimeout as sleep } from 'node:timers/promises'
import { parseMicros } from '#domain/money.ts'
import { connectionAnswerSchema, type ConnectionAnswer } from '#schema/connections.ts'
import { checkedPolicyAnswerSchema } from '#schema/policies.ts'
import { poolAnswerSchema, programAnswerSchema, retailerAnswerSchema } from '#schema/retailers.ts'
import { z } from 'zod'
import { createApiClient, type ApiClient } from './api-client.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { poolTermsOf, type RetailerPlan } from './retailer-options.ts'

/** Between two looks at the pool, in milliseconds: a quarter of the local testnet's block time. */
const POLL_MS = 500

/** Longest wait for one step of the chain, in milliseconds: two minutes, some sixty blocks of the local testnet. */
const CHAIN_STEP_TIMEOUT_MS = 120_000

const stateAnswerSchema = z.object({ state: z.string() })

export type RetailerSetUp = {
  readonly retailerId: string
  readonly apiKey: string
  readonly shopUrl: string
  readonly connectionId: string
  readonly platform: string
  readonly webhookUrl: string
  /** Null when it was pasted: the shop has it. */
  readonly secret: string | null
  /** What is to be done on the platform. */
  readonly steps: ConnectionAnswer['steps']
  readonly programId: string
  readonly policyHash: string
  readonly joinUrl: string
  /** Decimal string of test dollars, as the pool says after the deposit. */
  readonly available: string
  /** The most that can be lost this month, in one sentence. */
  readonly loss: string
}

export type SetUpOptions = {
  readonly url: string
  readonly operatorKey: string
  readonly plan: RetailerPlan
  /** Told each step as it begins. */
  readonly onStep: (step: string) => void
  /** Told the key as soon as there is one, so that it is kept even if a later step fails. */
  readonly onKey: (apiKey: string) => void
}

/** Runs all steps; ends the command with the server's reason when one is refused. */
export async function setUpRetailer({
  url,
  operatorKey,
  plan,
  onStep,
  onKey,
}: SetUpOptions): Promise<RetailerSetUp> {
  onStep('creating the retailer')
  const operator = createApiClient({ url, key: operatorKey })
  const retailer = await operator.post('/v1/retailers', { name: plan.name }, retailerAnswerSchema)
  onKey(retailer.apiKey)

  const client = createApiClient({ url, key: retailer.apiKey })
  onStep('connecting the shop')
  const { currency } = plan.policy
  const connection = await client.post(
    '/v1/connections',
    { platform: plan.platform, currency },
    connectionAnswerSchema,
  )
  onStep('stating the rules')
  const { name, shopUrl, policy } = plan
  const program = await client.post('/v1/programs', { name, shopUrl, policy }, programAnswerSchema)

  const poolPath = `/v1/programs/${program.programId}/pool`
  onStep('opening the pool')
  await client.post(poolPath, poolTermsOf(plan), stateAnswerSchema)
  await poolWhen(client, poolPath, ({ state }) => state === 'open')
  onStep('putting money into the pool')
  await client.post(`${poolPath}/deposits`, { amount: plan.fund }, stateAnswerSchema)
  const wanted = parseMicros(plan.fund) ?? 0n
  const pool = await poolWhen(client, poolPath, ({ available }) => (parseMicros(available) ?? 0n) >= wanted)

  const check = { policy, programId: program.programId }
  const { loss } = await client.post('/v1/policies/check', check, checkedPolicyAnswerSchema)
  return { ...retailer, ...connection, ...program, available: pool.available, loss: loss.sentence }
}

type Pool = z.infer<typeof poolAnswerSchema>

async function poolWhen(client: ApiClient, path: string, isReached: (pool: Pool) => boolean): Promise<Pool> {
  const deadline = performance.now() + CHAIN_STEP_TIMEOUT_MS
  for (;;) {
    const pool = await client.get(path, poolAnswerSchema)
    if (isReached(pool)) return pool
    if (performance.now() > deadline) {
      throw new CommandEnd(
        EXIT.unreachable,
        'The chain has not confirmed within two minutes; what was begun goes on.',
      )
    }
    await sleep(POLL_MS)
  }
}
