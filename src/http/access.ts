// Who may ask, and who is asking. A missing key is told from a wrong one; a wrong one is never told from another's.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { isApiKey } from '#app/retailers/api-key.ts'
import { authenticateRetailer } from '#app/retailers/authenticate-retailer.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import type { Request } from 'express'
import type { HttpContext } from './context.ts'

/** Finds out who asks; throws `credentials_missing` or `credentials_invalid`. */
export type Access<Who> = (context: HttpContext, request: Request) => Promise<Who>

export type Operator = { readonly kind: 'operator' }
export type Retailer = { readonly kind: 'retailer'; readonly retailerId: string; readonly keyId: string }
export type Recommender = { readonly kind: 'recommender'; readonly recommenderId: string }
export type Anyone = { readonly kind: 'anyone' }

const BEARER = /^Bearer +(\S+)$/i

/** The operator's key. */
export const operatorAccess: Access<Operator> = async (context, request) => {
  if (!context.checkOperatorKey(bearerOf(request))) throw new Problem('credentials_invalid')
  return { kind: 'operator' }
}

/** A retailer's API key. */
export const retailerAccess: Access<Retailer> = async (context, request) => {
  const { retailerId, keyId } = await authenticateRetailer(context.deps, bearerOf(request))
  return { kind: 'retailer', retailerId, keyId }
}

/** A person's sign-in token. */
export const recommenderAccess: Access<Recommender> = async (context, request) => {
  const { recommenderId } = await authenticateRecommender(context.deps, bearerOf(request))
  return { kind: 'recommender', recommenderId }
}

/** A retailer's API key or a person's sign-in token, told apart by their form. */
export const retailerOrRecommenderAccess: Access<Retailer | Recommender> = async (context, request) =>
  isApiKey(bearerOf(request)) ? retailerAccess(context, request) : recommenderAccess(context, request)

/** Nobody in particular; a key that comes along is not looked at. */
export const anyoneAccess: Access<Anyone> = () => Promise.resolve({ kind: 'anyone' })

/** Nobody in particular, or a person with a sign-in token; a token that is given must be right. */
export const anyoneOrRecommenderAccess: Access<Anyone | Recommender> = async (context, request) => {
  if (request.headers.authorization === undefined) return { kind: 'anyone' }
  return recommenderAccess(context, request)
}

function bearerOf(request: Request): string {
  const header = request.headers.authorization
  if (header === undefined || header === '') throw new Problem('credentials_missing')
  const secret = secretSchema.safeParse(BEARER.exec(header)?.[1])
  if (!secret.success) throw new Problem('credentials_invalid')
  return secret.data
}
