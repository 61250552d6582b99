// Where a shop's interface is, as its owner writes it.

/** Longest address, in characters. */
export const SHOP_ADDRESS_LENGTH_MAX = 255

/** Stripe's one interface (docs.stripe.com/api). */
export const STRIPE_ADDRESS = 'https://api.stripe.com'

/** Every Shopify shop answers under its own name of this domain, whatever name visitors see. */
const SHOPIFY_DOMAIN = '.myshopify.com'

const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

export type ShopAddressInput = {
  readonly platform: 'shopify' | 'woocommerce' | 'stripe'
  readonly text: string
  /** Whether shops on this machine may be read, without TLS: on a testnet, where shops are played. */
  readonly allowsLoopback: boolean
}

/**
 * The address in its one form, without a slash at the end; `https://` may be left out. Undefined for what is no address
 * of the platform, has no TLS, another port, a user name, a query or, but for WooCommerce, a path.
 */
export function shopAddress({ platform, text, allowsLoopback }: ShopAddressInput): string | undefined {
  const written = text.includes('://') ? text : `https://${text}`
  if (text.length > SHOP_ADDRESS_LENGTH_MAX || !URL.canParse(written)) return undefined
  const url = new URL(written)
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined
  const path = url.pathname.replace(/\/+$/, '')
  if (path !== '' && platform !== 'woocommerce') return undefined
  const isHere = isLoopbackHost(url.hostname)
  if (isHere ? !allowsLoopback : !isOfPlatform(url, platform)) return undefined
  return `${url.origin}${path}`
}

/** Whether a host, as URL writes it, names this machine. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host)
}

function isOfPlatform(url: URL, platform: ShopAddressInput['platform']): boolean {
  if (url.protocol !== 'https:' || url.port !== '') return false
  if (platform === 'shopify')
    return (
      /^[a-z0-9][a-z0-9-]*$/.test(url.hostname.slice(0, -SHOPIFY_DOMAIN.length)) &&
      url.hostname.endsWith(SHOPIFY_DOMAIN)
    )
  return platform === 'stripe' ? url.origin === STRIPE_ADDRESS : url.hostname.includes('.')
}
