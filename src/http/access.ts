// Who is asking, by the key that came along, and what an endpoint is then told of them. A missing key is told from a
// wrong one; a wrong one is never told from another's.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { isApiKey } from '#app/api-keys/api-key.ts'
import { authenticateRetailer } from '#app/retailers/authenticate-retailer.ts'
import { authenticatePersonSession, authenticateShopSession } from '#app/sessions/authenticate-session.ts'
import { isPersonSession, isShopSession } from '#app/sessions/session-token.ts'
import { ROLES, type Anyone, type Operator, type Principal } from '#domain/access/principal.ts'
import type { Recommender, Retailer, Role } from '#domain/access/principal.ts'
import { ID_SUFFIX_LENGTH, isId, SECRET_LENGTH } from '#domain/ids.ts'
import { invariant } from '#domain/invariant.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import type { Request } from 'express'
import type { HttpContext } from './context.ts'

/** Takes from whom the table of permissions let through what an endpoint needs to know of them. */
export type Access<Who> = (principal: Principal) => Who

/** The operator's key. */
export const operatorAccess: Access<Operator> = (principal) => oneOf(principal, ['operator'])

/** A retailer's API key. */
export const retailerAccess: Access<Retailer> = (principal) => oneOf(principal, ['retailer'])

/** A person's sign-in token. */
export const recommenderAccess: Access<Recommender> = (principal) => oneOf(principal, ['recommender'])

/** A retailer's API key or a person's sign-in token. */
export const retailerOrRecommenderAccess: Access<Retailer | Recommender> = (principal) =>
  oneOf(principal, ['retailer', 'recommender'])

/** Nobody in particular; a key that comes along is not looked at. */
export const anyoneAccess: Access<Anyone> = () => ({ kind: 'anyone' })

/** Nobody in particular, or a person with a sign-in token; a token that is given must be right. */
export const anyoneOrRecommenderAccess: Access<Anyone | Recommender> = (principal) =>
  oneOf(principal, ['anyone', 'recommender'])

/** The endpoint and its row in the table of permissions name the same roles; a test walks all of them. */
function oneOf<Kind extends Role>(
  principal: Principal,
  roles: readonly Kind[],
): Extract<Principal, { kind: Kind }> {
  invariant(
    roles.some((role) => role === principal.kind),
    'an endpoint is told of nobody whom its row does not let through',
  )
  return principal as Extract<Principal, { kind: Kind }>
}

/**
 * Who the bearer key of a request belongs to; where everybody is let through, nobody looks at it. Throws
 * `credentials_invalid` for a key that is nobody's.
 */
export async function identify(
  context: HttpContext,
  request: Request,
  roles: readonly Role[],
): Promise<Principal> {
  const header = request.headers.authorization
  if (header === undefined || header === '' || roles.length === ROLES.length) return { kind: 'anyone' }
  return principalOf(context, bearerOf(header))
}

const BEARER = /^Bearer +(\S+)$/i

function bearerOf(header: string): string {
  const secret = secretSchema.safeParse(BEARER.exec(header)?.[1])
  if (!secret.success) throw new Problem('credentials_invalid')
  return secret.data
}

/** Keys are told apart by their form. */
async function principalOf({ deps, checkOperatorKey }: HttpContext, secret: string): Promise<Principal> {
  if (isApiKey(secret)) return { kind: 'retailer', ...(await authenticateRetailer(deps, secret)) }
  if (isId(secret, ID_SUFFIX_LENGTH + SECRET_LENGTH))
    return { kind: 'recommender', ...(await authenticateRecommender(deps, secret)) }
  if (isPersonSession(secret)) return personOfSession(deps, secret)
  if (isShopSession(secret)) return shopOfSession(deps, secret)
  if (!checkOperatorKey(secret)) throw new Problem('credentials_invalid')
  return { kind: 'operator' }
}

async function personOfSession(deps: HttpContext['deps'], secret: string): Promise<Principal> {
  const { recommenderId, sessionId } = await authenticatePersonSession(deps, secret)
  return { kind: 'recommender', recommenderId, sessionId }
}

/** Whoever signed in as the shop may do what the shop may. */
async function shopOfSession(deps: HttpContext['deps'], secret: string): Promise<Principal> {
  const { retailerId, sessionId } = await authenticateShopSession(deps, secret)
  return { kind: 'retailer', retailerId, keyId: sessionId, sessionId, scopes: ['admin'] }
}
