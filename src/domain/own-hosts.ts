// Which addresses are a shop's own. Links and stories lead to these and to nothing else.

/**
 * Whether `address` lies on the hosts of `shopUrl`: the same port, the same host with or without `www.`, or a
 * subdomain of it. Addresses with a user name are nobody's own.
 */
export function isOwnAddress(address: string, shopUrl: string): boolean {
  if (!URL.canParse(address) || !URL.canParse(shopUrl)) return false
  const url = new URL(address)
  const shop = new URL(shopUrl)
  if (!['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.password !== '') return false
  // A shop on https is not left for http, where anybody on the way could answer.
  if (shop.protocol === 'https:' && url.protocol !== 'https:') return false
  return url.port === shop.port && isHostOf(url.hostname, shop.hostname.replace(/^www\./, ''))
}

function isHostOf(host: string, own: string): boolean {
  return host === own || host.endsWith(`.${own}`)
}
