// A program's pool, opened and with money in it: the chain's steps are waited for by asking the pool.

import { setTimeout as sleep } from 'node:timers/promises'
import { parseMicros } from '#domain/money.ts'
import { depositAnswerSchema, poolAnswerSchema, poolRequestAnswerSchema } from '#schema/retailers.ts'
import type { Address } from 'viem'
import type { z } from 'zod'
import type { ApiClient } from './api-client.ts'
import { CommandEnd, EXIT } from './exit-codes.ts'
import { poolTermsOf, type CarriedRules } from './policy-options.ts'
import { inPath } from './way-request.ts'

/** Between two looks at the pool, in milliseconds: a quarter of the local testnet's block time. */
const POLL_MS = 500

/** Longest wait for one step of the chain, in milliseconds: two minutes, some sixty blocks of the local testnet. */
const CHAIN_STEP_TIMEOUT_MS = 120_000

type Pool = z.infer<typeof poolAnswerSchema>

/** Told each step as it begins. */
export type OnStep = (step: string) => void

/** Opens the pool of a program with terms that carry its rules, and puts `fund` into it. */
export async function openAndFund(
  client: ApiClient,
  {
    programId,
    policy,
    fund,
    orderSigner,
    owner,
    run,
    onStep,
  }: {
    readonly programId: string
    readonly policy: CarriedRules
    readonly fund: string
    /** The shop's own addresses. */
    readonly orderSigner?: Address | undefined
    readonly owner?: Address | undefined
    /** Names what is done, so that the same again does nothing twice. */
    readonly run: string
    readonly onStep: OnStep
  },
): Promise<Pool> {
  const path = poolPath(programId)
  onStep('opening the pool')
  const terms = { ...poolTermsOf({ policy, fund }), orderSigner, owner }
  await client.post(path, terms, poolRequestAnswerSchema, { idempotencyKey: `${run}-pool` })
  await poolWhen(client, path, ({ state }) => state === 'open')
  onStep('putting money into the pool')
  // Named by the program, so that whoever goes on with what was cut off puts no money in twice.
  const deposit = { idempotencyKey: `${programId}-first-deposit` }
  await client.post(`${path}/deposits`, { amount: fund }, depositAnswerSchema, deposit)
  return poolWhen(
    client,
    path,
    ({ deposited }) => (parseMicros(deposited) ?? 0n) >= (parseMicros(fund) ?? 0n),
  )
}

/** Puts `amount` into a pool that is open; resolves with the pool that has it. */
export async function fundAndWait(
  client: ApiClient,
  {
    programId,
    amount,
    onStep,
  }: { readonly programId: string; readonly amount: string; readonly onStep: OnStep },
): Promise<Pool> {
  const path = poolPath(programId)
  const before = await client.get(path, poolAnswerSchema)
  onStep('putting money into the pool')
  await client.post(`${path}/deposits`, { amount }, depositAnswerSchema)
  const wanted = (parseMicros(before.deposited) ?? 0n) + (parseMicros(amount) ?? 0n)
  return poolWhen(client, path, ({ deposited }) => (parseMicros(deposited) ?? 0n) >= wanted)
}

/** The pool of a program; undefined while nobody has asked for one. */
export async function poolIfAny(client: ApiClient, programId: string): Promise<Pool | undefined> {
  try {
    return await client.get(poolPath(programId), poolAnswerSchema)
  } catch (error) {
    if (error instanceof CommandEnd && error.refusal?.code === 'program_has_no_pool') return undefined
    throw error
  }
}

/** Where a program's pool is. */
export function poolPath(programId: string): string {
  return `/v1/programs/${inPath(programId)}/pool`
}

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
