// Who opens a page of a person or of a shop. A link that opens nothing answers as if it never was.

import { authenticateRecommender } from '#app/people/authenticate-recommender.ts'
import { authenticateShop } from '#app/retailers/shop-sign-in.ts'
import { authorize } from '#domain/access/authorize.ts'
import type { Recommender, Shop } from '#domain/access/principal.ts'
import { Problem } from '#domain/problem.ts'
import { secretSchema } from '#schema/ids.ts'
import type { Request } from 'express'
import type { HttpContext } from '../context.ts'

/** The shop whose sign-in is in the address; throws `not_found` when there is none. */
export async function shopOf(context: HttpContext, request: Request): Promise<string> {
  const shop: Shop = await orNotFound(async () => {
    return { kind: 'shop', ...(await authenticateShop(context.deps, tokenOf(request))) }
  })
  admit(context, request, shop)
  return shop.retailerId
}

/** The person whose sign-in is in the address; throws `not_found` when there is none. */
export async function personOf(context: HttpContext, request: Request): Promise<string> {
  const person: Recommender = await orNotFound(async () => {
    return { kind: 'recommender', ...(await authenticateRecommender(context.deps, tokenOf(request))) }
  })
  admit(context, request, person)
  return person.recommenderId
}

/** The sign-in token in the address; throws `not_found` for what cannot be one. */
export function tokenOf(request: Request): string {
  const token = secretSchema.safeParse(request.params['token'])
  if (!token.success) throw new Problem('not_found')
  return token.data
}

function admit({ permissions: table }: HttpContext, request: Request, who: Recommender | Shop): void {
  const method = request.method === 'HEAD' ? 'GET' : request.method
  const { path } = request.route as { readonly path: string }
  authorize(who, `${method} ${path}`, { resource: request.params, table })
}

async function orNotFound<Who>(identify: () => Promise<Who>): Promise<Who> {
  try {
    return await identify()
  } catch (error) {
    if (error instanceof Problem && error.code === 'credentials_invalid') throw new Problem('not_found')
    throw error
  }
}
