// `vouch pool open`: the pool of a program that has none, such as one for deals, or one whose making was cut off.

import { randomUUID } from 'node:crypto'
import { parseMicros } from '#domain/money.ts'
import { addressSchema } from '#schema/address.ts'
import { policyListAnswerSchema } from '#schema/policies.ts'
import { depositSchema } from '#schema/retailers.ts'
import type { Command } from 'commander'
import { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { sayingWhenCut } from './cut-off.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { openAndFund, poolIfAny } from './open-and-fund.ts'
import { checked, type CarriedRules } from './policy-options.ts'
import { poolLines } from './pool-texts.ts'
import { clientOf, print, serverCommand, type ServerOptions } from './server-command.ts'
import type { Surroundings } from './surroundings.ts'
import { inPath } from './way-request.ts'

type Options = ServerOptions & {
  readonly fund: string
  readonly orderSigner?: string
  readonly owner?: string
}

/** What the pool's terms are made of. */
const rulesSchema = z.object({
  perOrderCap: z.string(),
  holdSeconds: z.int(),
  trustedHoldSeconds: z.int().optional(),
})

/** The command `open`. */
export function poolOpenCommand(surroundings: Surroundings): Command {
  return serverCommand('open', 'Open the pool of a program that has none, and put money into it.')
    .argument('<program>', 'id of the program')
    .requiredOption('--fund <amount>', 'test dollars to put into it')
    .option('--order-signer <address>', "of the shop's own order key, which then signs what is paid")
    .option('--owner <address>', "the shop's own wallet, to which the pool is offered")
    .action(async (programId: string, options: Options) => {
      const { fund } = options
      checked('--fund', depositSchema, { amount: fund })
      const own = ownAddresses(options)
      const client = clientOf(options)
      const pool = await poolIfAny(client, programId)
      if (pool?.state === 'open' && parseMicros(pool.deposited) !== 0n)
        throw new CommandEnd(EXIT.refused, 'The pool is open already; pool fund puts more money into it.')
      const policy = await rulesOf(client, programId)
      const onStep = (step: string): void => void surroundings.stderr.write(`${step} …\n`)
      const opened = await sayingWhenCut(surroundings, {
        sentence: () => `Cut off. What was begun goes on; pool show ${programId} tells how far it is.`,
        work: () => openAndFund(client, { programId, policy, fund, ...own, run: randomUUID(), onStep }),
      })
      print(surroundings, options, opened, poolLines)
    })
}

function ownAddresses({ orderSigner, owner }: Options) {
  return {
    orderSigner:
      orderSigner === undefined ? undefined : checked('--order-signer', addressSchema, orderSigner),
    owner: owner === undefined ? undefined : checked('--owner', addressSchema, owner),
  }
}

/** What every version of the rules needs of the pool: the highest cap and the shortest hold, since orders fall under any. */
async function rulesOf(client: ApiClient, programId: string): Promise<CarriedRules> {
  const path = `/v1/programs/${inPath(programId)}/policies?limit=100`
  const { data } = await client.get(path, policyListAnswerSchema)
  const versions = data.map(({ policy }) => rulesSchema.parse(policy))
  const caps = versions.map(({ perOrderCap }) => perOrderCap)
  const holds = versions.map(({ holdSeconds, trustedHoldSeconds }) => trustedHoldSeconds ?? holdSeconds)
  const amount = (cap: string): bigint => parseMicros(cap) ?? 0n
  return {
    perOrderCap: caps.reduce((most, cap) => (amount(cap) > amount(most) ? cap : most)),
    holdSeconds: Math.min(...holds),
  }
}
