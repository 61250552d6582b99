// Products that a shop's connection speaks of: in its orders, or in messages of their own.

import { parseMicros } from '#domain/money.ts'
import { isOwnAddress } from '#domain/own-hosts.ts'
import { productTitle } from '#domain/story.ts'
import { DAY_MS } from '#domain/time.ts'

import { newId } from '../new-id.ts'
import { PRODUCTS_MAX } from './import-products.ts'

import type { SightedProduct } from '#ports/commerce.ts'
import type { ProductRow } from '#ports/product-rows.ts'
import type { ProgramRow } from '#ports/program-rows.ts'
import type { RetailerUnit } from '#ports/retailer-store.ts'

import type { AppDeps } from '../deps.ts'

/** Products taken from one message: more than a shopper's cart holds. */
const SIGHTED_MAX = 20

type Sighting = {
  readonly products: readonly SightedProduct[]
  /** Of prices that name none. */
  readonly currency: string
  /** The message is about the products themselves, so what it says is taken over at once. */
  readonly isNews: boolean
}

/** Keeps the products for each of the retailer's programs; those of orders are renewed once a day. */
export async function sightProducts(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  sighting: Sighting,
): Promise<void> {
  const byReference = new Map(sighting.products.map((product) => [product.reference, product]))
  // In one order for all, so that two messages about the same products never wait for each other.
  const products = [...byReference.values()]
    .slice(0, SIGHTED_MAX)
    .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
  if (products.length === 0) return
  for (const program of await unit.programs.programs()) {
    await unit.products.save(await freshRows(deps, unit, program, { ...sighting, products }))
  }
}

async function freshRows(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  unit: RetailerUnit,
  program: ProgramRow,
  { products, currency, isNews }: Sighting,
): Promise<readonly ProductRow[]> {
  const now = deps.clock.now()
  const references = products.map(({ reference }) => reference)
  const known = new Map(
    (await unit.products.byReferences(program.programId, references)).map((row) => [row.reference, row]),
  )
  const isStale = (row: ProductRow | undefined): boolean => isNews || !row || row.seenAt < now - DAY_MS
  const stale = products.filter(({ reference }) => isStale(known.get(reference)))
  if (stale.some(({ reference }) => !known.has(reference))) {
    const room = PRODUCTS_MAX - (await unit.products.count(program.programId))
    if (room < stale.length) return []
  }
  return stale.map((product) => rowOf(deps, program, { product, currency, now, retailerId: unit.retailerId }))
}

function rowOf(
  deps: Pick<AppDeps, 'clock' | 'random'>,
  { programId, shopUrl }: ProgramRow,
  {
    product,
    currency,
    now,
    retailerId,
  }: { product: SightedProduct; currency: string; now: number; retailerId: string },
): ProductRow {
  const { reference, title, url, price } = product
  const address = url === undefined || !URL.canParse(url, shopUrl) ? undefined : new URL(url, shopUrl).href
  const amount = price === undefined ? undefined : parseMicros(price.amount)
  return {
    productId: newId(deps, retailerId),
    programId,
    reference,
    title: productTitle(title),
    url: address !== undefined && isOwnAddress(address, shopUrl) ? address : null,
    price: amount === undefined ? null : { micros: amount, currency: price?.currency ?? currency },
    pictureId: null,
    source: 'connection',
    recommenderId: null,
    seenAt: now,
  }
}
