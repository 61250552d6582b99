// A shop's page of a product, read once: its title, its price, its picture. What else it loads is left alone.

import { isOwnAddress } from '#domain/own-hosts.ts'
import { Problem } from '#domain/problem.ts'

import { PICTURE_MAX_BYTES } from './clean-picture.ts'
import { fetchOwn } from './fetch-own.ts'
import type { PinningDeps } from './pinned-connection.ts'
import { readProductHtml } from './read-product-html.ts'

import type { ProductPage, ReadProductPage } from '#ports/product-pages.ts'

/** Bytes of a page that are read; a product is described at its beginning. */
const PAGE_MAX_BYTES = 1024 * 1024

const PAGE_TYPES = ['text/html', 'application/xhtml+xml']
const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp']

/** {@link ReadProductPage} over the network that `deps` gives. */
export function createReadProductPage(deps: PinningDeps): ReadProductPage {
  return async ({ address, shopUrl }) => {
    const limits = { types: PAGE_TYPES, maxBytes: PAGE_MAX_BYTES, isCutAllowed: true }
    const page = await fetchOwn(deps, { address, shopUrl, ...limits })
    const { title, price, picture } = readProductHtml(textOf(page))
    if (title === undefined) throw new Problem('product_page_unreadable', { reason: 'has no title' })
    return {
      address: page.address,
      title,
      price,
      picture: await readPicture(deps, shopUrl, page.address, picture),
    }
  }
}

/** A product without its picture is better than none: whatever keeps the picture away is no refusal. */
async function readPicture(
  deps: PinningDeps,
  shopUrl: string,
  page: string,
  picture: string | undefined,
): Promise<ProductPage['picture']> {
  if (picture === undefined || !URL.canParse(picture, page)) return null
  const address = new URL(picture, page).href
  if (!isOwnAddress(address, shopUrl)) return null
  const limits = { types: PICTURE_TYPES, maxBytes: PICTURE_MAX_BYTES, isCutAllowed: false }
  try {
    return (await fetchOwn(deps, { address, shopUrl, ...limits })).bytes
  } catch (error) {
    if (error instanceof Problem) return null
    throw error
  }
}

/** By the character set that the server names, else UTF-8; unreadable bytes become marks, never an error. */
function textOf({ contentType, bytes }: { contentType: string; bytes: Uint8Array }): string {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([\w-]{1,40})/i.exec(contentType) ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}
