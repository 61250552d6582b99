// A set-up that was cut off goes on where it was: its answers and the name of its run are kept in a file until it is done.
// Sent again under the same names, its steps get their first answers. The file holds no secret.

import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { addressSchema } from '#schema/address.ts'
import { policySchema } from '#schema/policy.ts'
import { platformSchema } from '#schema/connections.ts'
import { z } from 'zod'
import { CommandEnd, EXIT } from './exit-codes.ts'
import type { RetailerPlan } from './retailer-options.ts'

const stateSchema = z.object({
  run: z.uuid(),
  url: z.string(),
  keyFile: z.string().optional(),
  plan: z.object({
    name: z.string(),
    platform: platformSchema,
    shopUrl: z.string(),
    policy: policySchema,
    fund: z.string(),
    orderSigner: addressSchema.optional(),
    owner: addressSchema.optional(),
  }),
})

export type SetUpState = {
  readonly run: string
  readonly url: string
  /** Reserved for the shop's key by this set-up. */
  readonly keyFile?: string | undefined
  readonly plan: RetailerPlan
}

/** The set-up of the server at `url` that was cut off; undefined when there is none. */
export function readSetUp(file: string, url: string): SetUpState | undefined {
  const state = readState(file)
  return state?.url === url ? state : undefined
}

function readState(file: string): SetUpState | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
  const state = stateSchema.safeParse(parse(text))
  return state.success ? state.data : undefined
}

/** Keeps a set-up before its first step. */
export function beginSetUp(file: string, begun: Omit<SetUpState, 'run'>): SetUpState {
  const state = { run: randomUUID(), ...begun }
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`)
  } catch (cause) {
    throw new CommandEnd(EXIT.configuration, `${file} cannot be written.`, { cause })
  }
  return state
}

/** Forgets a set-up that is done, unless another one has been begun beside it. */
export function endSetUp(file: string, run: string): void {
  if (readState(file)?.run === run) rmSync(file, { force: true })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
