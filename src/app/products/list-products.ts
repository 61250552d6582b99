// A program's products, for those who choose among them.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { viewProduct } from './view-product.ts'

import type { AppDeps } from '../deps.ts'
import type { ProductView } from '../views.ts'

/** Products shown at once: what a person looks through on a phone. */
const PRODUCTS_SHOWN = 100

/** The last seen first, at most 100; throws `not_found` for an unknown program. */
export async function listProducts(
  deps: Pick<AppDeps, 'retailers'>,
  { programId }: { readonly programId: string },
): Promise<readonly ProductView[]> {
  const retailerId = retailerIdOf(programId)
  if (retailerId === undefined) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    return (await unit.products.list(programId, PRODUCTS_SHOWN)).map(viewProduct)
  })
}
