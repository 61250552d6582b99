// Sets up a retailer over HTTP: retailer, connection, program, an open pool with money in it. Each step waits for the
// one before, and has a name of its own, so that what was cut off goes on.

import { connectionAnswerSchema, type ConnectionAnswer } from '#schema/connections.ts'
import { checkedPolicyAnswerSchema } from '#schema/policies.ts'
import { programAnswerSchema, retailerAnswerSchema } from '#schema/retailers.ts'
import { createApiClient } from './api-client.ts'
import { openAndFund } from './open-and-fund.ts'
import type { RetailerPlan } from './retailer-options.ts'

export type RetailerSetUp = {
  readonly retailerId: string
  readonly apiKey: string
  readonly shopUrl: string
  readonly connectionId: string
  readonly platform: ConnectionAnswer['platform']
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
  /** Names this set-up: its steps, sent again under the same name, get their first answers. */
  readonly run: string
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
  run,
  onStep,
  onKey,
}: SetUpOptions): Promise<RetailerSetUp> {
  const as = (step: string) => ({ idempotencyKey: `${run}-${step}` })
  onStep('creating the retailer')
  const operator = createApiClient({ url, key: operatorKey })
  const retailer = await operator.post(
    '/v1/retailers',
    { name: plan.name },
    retailerAnswerSchema,
    as('retailer'),
  )
  onKey(retailer.apiKey)

  const client = createApiClient({ url, key: retailer.apiKey })
  onStep('connecting the shop')
  const { currency } = plan.policy
  const connection = await client.post(
    '/v1/connections',
    { platform: plan.platform, currency },
    connectionAnswerSchema,
    as('connection'),
  )
  onStep('stating the rules')
  const { name, shopUrl, policy } = plan
  const program = await client.post(
    '/v1/programs',
    { name, shopUrl, policy },
    programAnswerSchema,
    as('program'),
  )

  const { programId } = program
  const { fund, orderSigner, owner } = plan
  const pool = await openAndFund(client, { programId, policy, fund, orderSigner, owner, run, onStep })

  const check = { policy, programId }
  const { loss } = await client.post('/v1/policies/check', check, checkedPolicyAnswerSchema)
  return { ...retailer, ...connection, ...program, available: pool.available, loss: loss.sentence }
}
