// Refuses forms that another site made a browser send. A browser says where a request comes from in Sec-Fetch-Site, and
// where it does not (plain http on a network), in Origin.

import { Problem } from '#domain/problem.ts'
import type { Request } from 'express'
import type { HttpContext } from '../context.ts'

/**
 * Throws `cross_site` for a request that another site made. `isCookieTrusted` says that nothing but a cookie vouches for
 * the request: then one that does not say where it comes from is refused as well.
 */
export function refuseCrossSite(
  context: Pick<HttpContext, 'publicUrl'>,
  request: Request,
  { isCookieTrusted }: { readonly isCookieTrusted: boolean },
): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site !== 'same-origin') throw new Problem('cross_site')
    return
  }
  const { origin, host } = request.headers
  if (origin === undefined) {
    if (isCookieTrusted) throw new Problem('cross_site')
    return
  }
  // Whoever reaches this server by another name than its own (an address, say) sends that name as host and origin.
  const isOwn = origin === new URL(context.publicUrl).origin || hostOf(origin) === host
  if (!isOwn) throw new Problem('cross_site')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
