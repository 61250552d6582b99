// A shop's page of a product, read once. Implemented in `src/intake`.

/** What a page says of its product; `price` is a decimal string of `currency`. */
export type ProductPage = {
  /** Where the page was in the end, after redirects. */
  readonly address: string
  readonly title: string
  readonly price: { readonly amount: string; readonly currency: string } | null
  /** The bytes of its picture as they came, when it is on the shop's own hosts. */
  readonly picture: Uint8Array | null
}

/**
 * Reads the page at `address`, which lies on the hosts of `shopUrl`. Reaches public addresses of those hosts and nothing
 * else, whatever names and redirects say. Throws `product_page_unreadable` with the fact `reason`.
 */
export type ReadProductPage = (input: {
  readonly address: string
  readonly shopUrl: string
}) => Promise<ProductPage>
