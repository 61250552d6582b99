// A program's products, for those who choose among them.

import { retailerIdOf } from '#domain/ids.ts'
import { Problem } from '#domain/problem.ts'

import { viewProduct } from './view-product.ts'

import type { ProductRow } from '#ports/product-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'
import type { Page, ProductView } from '../views.ts'

/** Products shown at once: what a person looks through on a phone. */
const PRODUCTS_SHOWN = 100

type Deps = Pick<AppDeps, 'retailers'>
type ProgramRef = { readonly programId: string }

/** At most `limit`, the last made first; `next` continues, or is null. Throws `not_found` for an unknown program. */
export async function listProducts(
  deps: Deps,
  { programId, limit, after }: ProgramRef & { readonly limit: number; readonly after?: string | undefined },
): Promise<Page<ProductView>> {
  const rows = await productsOf(deps, { programId }, (unit) =>
    unit.products.list(programId, { limit: limit + 1, after }),
  )
  const data = rows.slice(0, limit).map(viewProduct)
  return { data, next: rows.length > limit ? (data.at(-1)?.productId ?? null) : null }
}

/** The last seen first, at most 100, for a page to choose from; throws `not_found` for an unknown program. */
export async function lastSeenProducts(
  deps: Deps,
  { programId }: ProgramRef,
): Promise<{ readonly products: readonly ProductView[]; readonly isCut: boolean }> {
  const rows = await productsOf(deps, { programId }, (unit) =>
    unit.products.lastSeen(programId, PRODUCTS_SHOWN + 1),
  )
  return { products: rows.slice(0, PRODUCTS_SHOWN).map(viewProduct), isCut: rows.length > PRODUCTS_SHOWN }
}

async function productsOf(
  deps: Deps,
  { programId }: ProgramRef,
  read: (unit: RetailerUnit) => Promise<readonly ProductRow[]>,
): Promise<readonly ProductRow[]> {
  const retailerId = retailerIdOf(programId)
  if (retailerId === undefined) throw new Problem('not_found')
  return deps.retailers.transaction(retailerId, async (unit) => {
    if (!(await unit.programs.program(programId))) throw new Problem('not_found')
    return read(unit)
  })
}
