// A shop's products from a table of its own.

import { isOwnAddress } from '#domain/own-hosts.ts'
import { Problem } from '#domain/problem.ts'

import { newId } from '../new-id.ts'

import type { Micros } from '#domain/money.ts'
import type { ProductRow } from '#ports/product-rows.ts'

import type { AppDeps } from '../deps.ts'

/** Most products of a program: a large shop's. */
export const PRODUCTS_MAX = 10_000

export type ListedProduct = {
  readonly reference: string
  /** Left out in the further rows of a product that has several. */
  readonly title?: string | undefined
  /** Absolute, or a path on the shop's own host. */
  readonly url?: string | undefined
  readonly price?: { readonly micros: Micros; readonly currency: string } | undefined
}

/**
 * Writes the products, the last of several with the same reference and a title. Throws `not_found` for a program that is not the
 * retailer's, and `input_invalid` when an address is not on the program's own hosts or there are too many products.
 */
export async function importProducts(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'random'>,
  {
    retailerId,
    programId,
    products,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly products: readonly ListedProduct[]
  },
): Promise<{ readonly products: number }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    if (!program) throw new Problem('not_found')
    const byReference = new Map<string, ProductRow>()
    for (const { title, ...listed } of products) {
      if (byReference.has(listed.reference) && title === undefined) continue
      if (title === undefined) throw refusal(`/${listed.reference}/title`, 'is missing')
      const at = { retailerId, programId, shopUrl: program.shopUrl }
      byReference.set(listed.reference, productOf(deps, { ...listed, title, ...at }))
    }
    await unit.products.save([...byReference.values()])
    const count = await unit.products.count(programId)
    if (count > PRODUCTS_MAX)
      throw refusal('', `makes ${count} products of the program; at most ${PRODUCTS_MAX} are taken`)
    return { products: byReference.size }
  })
}

function productOf(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  {
    retailerId,
    programId,
    shopUrl,
    reference,
    title,
    url,
    price,
  }: ListedProduct & {
    readonly title: string
    readonly retailerId: string
    readonly programId: string
    readonly shopUrl: string
  },
): ProductRow {
  const address = url === undefined || !URL.canParse(url, shopUrl) ? url : new URL(url, shopUrl).href
  if (address !== undefined && !isOwnAddress(address, shopUrl))
    throw refusal(`/${reference}/url`, "is not on the program's own hosts")
  return {
    productId: newId(deps, retailerId),
    programId,
    reference,
    title,
    url: address ?? null,
    price: price ?? null,
    pictureId: null,
    source: 'table',
    recommenderId: null,
    seenAt: deps.clock.now(),
  }
}

function refusal(field: string, reason: string): Problem {
  return new Problem('input_invalid', { fields: [{ field, reason }] })
}
