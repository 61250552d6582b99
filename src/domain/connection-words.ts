// Words for people about connections: what platforms are called, and what an order carried by which way.

/** Names of the platforms, as their shops call them. */
export const PLATFORM_NAMES: Readonly<Record<string, string>> = {
  shopify: 'Shopify',
  woocommerce: 'WooCommerce',
  stripe: 'Stripe',
  standard: 'A shop of your own',
}

/** What an order may carry, as people call it. */
const KINDS: Readonly<Record<string, string>> = {
  'click-token': 'the token of a link',
  'link-code': 'the code of a link',
  coupon: 'a discount code',
}

/** The ways on which it may travel. */
const CARRIAGES: Readonly<Record<string, string>> = {
  'note-attribute': 'noted with the cart or the payment',
  'landing-site': 'in the address that the buyer landed on',
  'discount-code': 'entered at checkout',
}

/** Such as `the token of a link, in the address that the buyer landed on`; what has no words here keeps its name. */
export function carriedWords({
  kind,
  carriage,
}: {
  readonly kind: string
  readonly carriage: string
}): string {
  return `${KINDS[kind] ?? kind}, ${CARRIAGES[carriage] ?? carriage}`
}
