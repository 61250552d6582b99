// Cookies that keep a browser signed in. Behind https their names begin with `__Host-`: the browser then takes them from
// this host alone, over https alone. On plain http (a trial on one's own computer or network) some browsers refuse such a
// name, so that a second cookie goes along under the plain name; it is never read behind https.

import type { Request, Response } from 'express'
import type { HttpContext } from '../context.ts'

/** The session of a shop, that of a person, and the sign-in link that a person is shown once more after joining. */
export type CookieName = 'vp-shop' | 'vp-me' | 'vp-link'

/** Longest Cookie header that is read, in characters; ours are below 500. */
const HEADER_MAX_LENGTH = 8_192

/** What a value is made of; others are not ours. */
const VALUE = /^[A-Za-z0-9_-]{1,128}$/

/** The cookie's value; undefined when the browser has none. */
export function readCookie(context: HttpContext, request: Request, name: CookieName): string | undefined {
  const header = request.headers.cookie
  if (header === undefined || header.length > HEADER_MAX_LENGTH) return undefined
  const pairs = header.split(';').map((pair) => pair.trim())
  for (const candidate of namesOf(context, name)) {
    const value = pairs.find((pair) => pair.startsWith(`${candidate}=`))?.slice(candidate.length + 1)
    if (value !== undefined && VALUE.test(value)) return value
  }
  return undefined
}

/** Sets the cookie for `seconds`; 0 takes it away. */
export function setCookie(
  context: HttpContext,
  response: Response,
  { name, value, seconds }: { readonly name: CookieName; readonly value: string; readonly seconds: number },
): void {
  for (const written of namesOf(context, name)) {
    const secure = written === name ? '' : '; Secure'
    response.append(
      'Set-Cookie',
      `${written}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`,
    )
  }
}

/** The names under which a cookie is kept here, the safest first. */
function namesOf({ publicUrl }: Pick<HttpContext, 'publicUrl'>, name: CookieName): readonly string[] {
  const safest = `__Host-${name}`
  return publicUrl.startsWith('https://') ? [safest] : [safest, name]
}
