// A product by the address of its page. The page is read once; afterwards the product is known.

import { isOwnAddress } from '#domain/own-hosts.ts'
import { parseMicros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { productTitle } from '#domain/story.ts'
import { retailerIdOf } from '#domain/ids.ts'
import { DAY_MS } from '#domain/time.ts'

import { newId } from '../new-id.ts'
import { PRODUCTS_MAX } from './import-products.ts'
import { viewProduct } from './view-product.ts'

import type { RecommenderId } from '#domain/ids.ts'
import type { CleanPicture } from '#ports/pictures.ts'
import type { ProductPage } from '#ports/product-pages.ts'
import type { ProductRow } from '#ports/product-rows.ts'

import type { AppDeps } from '../deps.ts'
import type { ProductView } from '../views.ts'

/** Pages that one person has read in a day: four full stories. */
const PAGES_PER_DAY = 24

type AddDeps = Pick<AppDeps, 'retailers' | 'clock' | 'random' | 'readProductPage' | 'cleanPicture'>

/**
 * The product at `address`, read now or known already. Throws `not_found` where the person has not joined,
 * `product_page_unreadable` for an address that is not the shop's or cannot be read, `rate_limited` after 24 a day.
 */
export async function addProductPage(
  deps: AddDeps,
  input: { readonly programId: string; readonly recommenderId: RecommenderId; readonly address: string },
): Promise<ProductView> {
  const retailerId = retailerIdOf(input.programId)
  if (retailerId === undefined) throw new Problem('not_found')
  const reference = referenceOf(input.address)
  const { shopUrl, known } = await prepare(deps, { ...input, retailerId, reference })
  if (known) return viewProduct(known)

  const page = await deps.readProductPage({ address: input.address, shopUrl })
  const picture = await pictureOf(deps, page)
  return deps.retailers.transaction(retailerId, async (unit) => {
    const now = deps.clock.now()
    const pictureId = picture && newId(deps, retailerId)
    if (picture && pictureId !== undefined)
      await unit.pictures.insert({ ...picture, pictureId, recommenderId: null, createdAt: now })
    const { programId, recommenderId } = input
    const row: ProductRow = {
      productId: newId(deps, retailerId),
      programId,
      reference,
      title: productTitle(page.title),
      url: page.address,
      price: priceOf(page),
      pictureId: pictureId ?? null,
      source: 'page',
      recommenderId,
      seenAt: now,
    }
    await unit.products.save([row])
    const [saved] = await unit.products.byReferences(programId, [reference])
    return viewProduct(saved ?? row)
  })
}

/** Whether the person may have a page read, and the product when it is known. */
async function prepare(
  deps: Pick<AppDeps, 'retailers' | 'clock'>,
  {
    retailerId,
    programId,
    recommenderId,
    address,
    reference,
  }: {
    readonly retailerId: string
    readonly programId: string
    readonly recommenderId: string
    readonly address: string
    readonly reference: string
  },
): Promise<{ readonly shopUrl: string; readonly known: ProductRow | undefined }> {
  return deps.retailers.transaction(retailerId, async (unit) => {
    const program = await unit.programs.program(programId)
    const enrollment = await unit.programs.enrollment(programId, recommenderId)
    if (!program || !enrollment) throw new Problem('not_found')
    if (!isOwnAddress(address, program.shopUrl))
      throw new Problem('product_page_unreadable', { reason: "is not on the shop's own hosts" })
    const [known] = await unit.products.byReferences(programId, [reference])
    if (known) return { shopUrl: program.shopUrl, known }
    const today = await unit.products.countSince(recommenderId, deps.clock.now() - DAY_MS)
    const all = await unit.products.count(programId)
    if (today >= PAGES_PER_DAY || all >= PRODUCTS_MAX) throw new Problem('rate_limited')
    return { shopUrl: program.shopUrl, known: undefined }
  })
}

/** The address without what only says where somebody came from. */
function referenceOf(address: string): string {
  if (!URL.canParse(address)) return address
  const url = new URL(address)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) {
    if (/^(?:utm_|ref$|gclid$|fbclid$)/.test(name)) url.searchParams.delete(name)
  }
  return `page:${url.href}`
}

async function pictureOf(
  { cleanPicture }: Pick<AppDeps, 'cleanPicture'>,
  { picture }: ProductPage,
): Promise<CleanPicture | undefined> {
  if (picture === null) return undefined
  try {
    return await cleanPicture(picture)
  } catch (error) {
    // A shop's odd picture costs nobody the product.
    if (error instanceof Problem) return undefined
    throw error
  }
}

function priceOf({ price }: ProductPage): ProductRow['price'] {
  const amount = price && parseMicros(price.amount)
  return price && amount !== null && amount !== undefined
    ? { micros: amount, currency: price.currency }
    : null
}
