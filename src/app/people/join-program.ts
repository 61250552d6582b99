// Joining: a handle, a payout address, and at once a link to share.

import { retailerIdOf, type RecommenderId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import { getAddress, stringToBytes } from 'viem/utils'

import { newSecret } from '../new-id.ts'
import { emailKey, retailerKey } from '../retailers/retailer-keys.ts'
import { createLink } from './create-link.ts'

import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

export type JoinProgramInput = {
  readonly programId: string
  readonly handle: string
  readonly payee: Address
  /** Normalised; kept as a keyed hash only, to tell own purchases apart. */
  readonly email?: string
  /** Of a valid sign-in: the same person joins another program, with the handle and address they have. */
  readonly recommenderId?: RecommenderId
}

export type Joined = {
  readonly recommenderId: RecommenderId
  /** Only for a new person: the token of their sign-in link, shown once. */
  readonly signInToken?: string
  readonly code: string
}

/**
 * Enrols a person and makes their link. Throws `not_found`, `payee_forbidden`, `payee_taken` (the address belongs to
 * somebody who joined: they sign in first), `handle_taken`.
 */
export async function joinProgram(
  deps: Pick<
    AppDeps,
    'retailers' | 'recommenders' | 'random' | 'clock' | 'macs' | 'sealer' | 'chainIdentity'
  >,
  input: JoinProgramInput,
): Promise<Joined> {
  const retailerId = retailerIdOf(input.programId)
  if (!retailerId) throw new Problem('not_found')
  await deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(input.programId))) throw new Problem('not_found')
  })

  const person = await personOf(deps, input)
  await enrol(deps, retailerId, input, person)
  const signInToken = input.recommenderId === undefined ? await register(deps, person) : undefined
  const { code } = await createLink(deps, {
    recommenderId: person.recommenderId,
    programId: input.programId,
  })
  return {
    recommenderId: person.recommenderId,
    code,
    ...(signInToken === undefined ? {} : { signInToken }),
  }
}

type Person = {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly payee: Address
}

async function personOf(
  deps: Pick<AppDeps, 'recommenders' | 'chainIdentity'>,
  input: JoinProgramInput,
): Promise<Person> {
  if (input.recommenderId !== undefined) {
    const { recommenderId } = input
    const known = await deps.recommenders.transaction(recommenderId, (unit) => unit.person())
    if (!known) throw new Problem('credentials_invalid')
    return { recommenderId, ...known }
  }
  const payee = getAddress(input.payee)
  const { ledger, token } = deps.chainIdentity
  if (BigInt(payee) === 0n || payee === getAddress(ledger) || payee === getAddress(token))
    throw new Problem('payee_forbidden')
  const recommenderId = recommenderIdOf(payee)
  const taken = await deps.recommenders.transaction(recommenderId, (unit) => unit.person())
  if (taken) throw new Problem('payee_taken')
  return { recommenderId, handle: input.handle, payee }
}

async function enrol(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'sealer' | 'clock'>,
  retailerId: string,
  { programId, email }: JoinProgramInput,
  { recommenderId, handle, payee }: Person,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    const key =
      email === undefined ? null : emailKey(deps.macs, await retailerKey(deps, unit, 'buyer'), email)
    const status = await unit.programs.insertEnrollment({
      programId,
      recommenderId,
      handle,
      payee,
      emailKey: key,
      createdAt: deps.clock.now(),
    })
    if (status === 'handle-taken') throw new Problem('handle_taken', { pointer: '/handle' })
  })
}

/** Makes the person and their sign-in link; a lost race for the same address is `payee_taken`. */
async function register(
  deps: Pick<AppDeps, 'recommenders' | 'random' | 'clock' | 'macs'>,
  { recommenderId, handle, payee }: Person,
): Promise<string> {
  const signInToken = recommenderId + newSecret(deps)
  const createdAt = deps.clock.now()
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    const status = await unit.insertPerson({ handle, payee, createdAt })
    if (status === 'exists') throw new Problem('payee_taken')
    await unit.insertSignIn(deps.macs.sha256(stringToBytes(signInToken)), createdAt)
  })
  return signInToken
}
