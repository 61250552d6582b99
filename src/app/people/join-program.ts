// Joining: a handle, a payout address, and at once a link to share.

import { idFromBytes, retailerIdOf, SECRET_LENGTH, type LinkCode, type RecommenderId } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'
import { recommenderIdOf } from '#domain/recommender-id.ts'
import { concatBytes, getAddress, stringToBytes } from 'viem/utils'

import { emailDomainKey, emailKey, retailerKey } from '../retailers/retailer-keys.ts'
import { redeemInvitation } from '../ways/invite-advocate.ts'
import { requireStanding } from '../programs/program-standing.ts'
import { createLink, type LinkMade } from './create-link.ts'

import type { Locale } from '#domain/disclosure.ts'
import type { LinkRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'
import type { Address } from 'viem'

import type { AppDeps } from '../deps.ts'

/** Somebody new: a name, an address, and the key of the request, so that a repeat finds the same sign-in link. */
export type NewPerson = {
  readonly recommenderId?: undefined
  readonly handle: string
  readonly payee: Address
  /** Normalised; kept as a keyed hash only, to tell own purchases apart. */
  readonly email?: string
  readonly requestKey: string
  readonly locale?: Locale | undefined
  readonly via?: LinkCode | undefined
}

/** Somebody signed in joins another program, with the handle and address they have. */
export type KnownPerson = {
  readonly recommenderId: RecommenderId
  readonly locale?: Locale | undefined
  /** The link of whoever brought them; one that is no other person's link of the program brings nobody. */
  readonly via?: LinkCode | undefined
}

export type JoinProgramInput = {
  readonly programId: string
  /** Token of a shop's invitation, which joining uses up. */
  readonly invitation?: string | undefined
} & (NewPerson | KnownPerson)

export type Joined = {
  readonly recommenderId: RecommenderId
  /** Only for a new person: the token of their sign-in link, shown once, and again when the request is repeated. */
  readonly signInToken?: string
} & LinkMade

/**
 * Enrols a person and makes their link. Throws `not_found`, `payee_forbidden`, `payee_taken` (the address belongs to
 * somebody who joined: they sign in first), `handle_taken`, `program_ended`, `invitation_invalid`.
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
    // Nobody joins a program for deals: an order could then be credited to it.
    if ((await unit.programs.program(input.programId))?.kind !== 'sales') throw new Problem('not_found')
    await requireStanding(unit, { programId: input.programId, now: deps.clock.now() })
  })

  const { programId, locale, invitation } = input
  if (input.recommenderId !== undefined) {
    const { recommenderId } = input
    const known = await deps.recommenders.transaction(recommenderId, (unit) => unit.person())
    if (!known) throw new Problem('credentials_invalid')
    await enrol(deps, retailerId, programId, { recommenderId, ...known, via: input.via, invitation })
    return { recommenderId, ...(await createLink(deps, { recommenderId, programId, locale })) }
  }

  const person = newPerson(deps, input)
  const signInToken = await signInTokenOf(deps, retailerId, person)
  await checkFree(deps, person, signInToken)
  await enrol(deps, retailerId, programId, person)
  await register(deps, person, signInToken)
  const { recommenderId } = person
  return { recommenderId, signInToken, ...(await createLink(deps, { recommenderId, programId, locale })) }
}

type Person = {
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly payee: Address
  readonly email?: string
  readonly withoutProfile?: boolean
  readonly via?: LinkCode | undefined
  readonly invitation?: string | undefined
}

type Newcomer = Person & { readonly requestKey: string }

function newPerson({ chainIdentity }: Pick<AppDeps, 'chainIdentity'>, input: NewPerson): Newcomer {
  const payee = getAddress(input.payee)
  const { ledger, token } = chainIdentity
  if (BigInt(payee) === 0n || payee === getAddress(ledger) || payee === getAddress(token)) {
    throw new Problem('payee_forbidden')
  }
  return { ...input, payee, recommenderId: recommenderIdOf(payee) }
}

/**
 * The token of the person's sign-in link, a keyed hash of the request: a request that is repeated after a crash, when
 * nobody has seen the answer, gets the link that was made for it.
 */
async function signInTokenOf(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'sealer'>,
  retailerId: string,
  { recommenderId, requestKey }: Newcomer,
): Promise<string> {
  const key = await deps.retailers.transaction(retailerId, (unit) => retailerKey(deps, unit, 'sign-in'))
  const half = (part: string): Uint8Array =>
    deps.macs.hmacSha256(key, stringToBytes(`${recommenderId}\n${requestKey}\n${part}`))
  return recommenderId + idFromBytes(concatBytes([half('first'), half('second')]), SECRET_LENGTH)
}

/** The address is nobody's yet, or this very request made it somebody's. */
async function checkFree(
  deps: Pick<AppDeps, 'recommenders' | 'macs'>,
  { recommenderId }: Person,
  signInToken: string,
): Promise<void> {
  const tokenHash = deps.macs.sha256(stringToBytes(signInToken))
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    if ((await unit.person()) && !(await unit.signIn(tokenHash))) throw new Problem('payee_taken')
  })
}

async function enrol(
  deps: Pick<AppDeps, 'retailers' | 'macs' | 'sealer' | 'clock'>,
  retailerId: string,
  programId: string,
  { recommenderId, handle, payee, email, invitation, withoutProfile = false, via }: Person,
): Promise<void> {
  await deps.retailers.transaction(retailerId, async (unit) => {
    if (invitation !== undefined)
      await redeemInvitation(deps, unit, { programId, recommenderId, token: invitation })
    const buyerKey = await retailerKey(deps, unit, 'buyer')
    const key = email === undefined ? null : emailKey(deps.macs, buyerKey, email)
    const parent = await parentOf(unit, { programId, recommenderId, via })
    const status = await unit.programs.insertEnrollment({
      programId,
      recommenderId,
      handle,
      payee,
      emailKey: key,
      status: 'active',
      statusAt: null,
      followers: 0,
      followerEvidence: 'none',
      isTrusted: false,
      parentRecommenderId: parent?.recommenderId ?? null,
      joinedVia: parent?.code ?? null,
      withoutProfile,
      createdAt: deps.clock.now(),
    })
    // A name that is taken ends the database transaction: nothing more can be read in it.
    if (status === 'handle-taken') throw new Problem('handle_taken', { pointer: '/handle' })
    const standing = await unit.programs.enrollment(programId, recommenderId)
    if (standing?.status === 'left') throw new Problem('payee_taken')
    if (email === undefined || status !== 'inserted') return
    const domain = email.slice(email.lastIndexOf('@') + 1)
    const domainKey = emailDomainKey(deps.macs, buyerKey, domain)
    await unit.misuse.noteEmailDomain({ programId, recommenderId }, domainKey)
  })
}

/** Whose link led here: somebody else who takes part in the program already, so that nobody is their own forebear. */
async function parentOf(
  unit: RetailerUnit,
  {
    programId,
    recommenderId,
    via,
  }: {
    readonly programId: string
    readonly recommenderId: RecommenderId
    readonly via: LinkCode | undefined
  },
): Promise<LinkRow | undefined> {
  const link = via === undefined ? undefined : await unit.programs.link(via)
  if (!link || link.programId !== programId || link.recommenderId === recommenderId) return undefined
  const parent = await unit.programs.enrollment(programId, link.recommenderId)
  return parent?.status === 'active' ? link : undefined
}

/** Makes the person and their sign-in link; a lost race for the same address is `payee_taken`. */
async function register(
  deps: Pick<AppDeps, 'recommenders' | 'clock' | 'macs'>,
  { recommenderId, handle, payee }: Person,
  signInToken: string,
): Promise<void> {
  const createdAt = deps.clock.now()
  const tokenHash = deps.macs.sha256(stringToBytes(signInToken))
  await deps.recommenders.transaction(recommenderId, async (unit) => {
    if ((await unit.insertPerson({ handle, payee, withoutProfile: false, createdAt })) === 'inserted') {
      await unit.insertSignIn(tokenHash, createdAt)
    } else if (!(await unit.signIn(tokenHash))) {
      throw new Problem('payee_taken')
    }
  })
}
