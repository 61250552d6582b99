// The link that people share: on to the shop at once, and its picture for phones.

import { followLink } from '#app/clicks/follow-link.ts'
import { Problem } from '#domain/problem.ts'
import { linkCodeSchema } from '#schema/ids.ts'
import { qrSvg } from '#web/pages/qr-svg.ts'
import express, { type Request, type Router } from 'express'
import { isbot } from 'isbot'
import type { HttpContext } from './context.ts'
import { refuseOtherMethods } from './refuse-other-methods.ts'

/** Parameters of one address that are looked at: advertising networks add a handful. */
const PARAMETERS_MAX = 50

/** GET /r/:code → 302 to the program's own shop, never anywhere else; GET /r/:code/qr.svg → the link as a QR code. */
export function redirectRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/r/:code', async (request, response) => {
    const target = await followLink(context.deps, { code: codeOf(request), ...visitOf(request) })
    if (target === undefined) throw new Problem('not_found')
    response.set('X-Robots-Tag', 'noindex').redirect(302, target.location)
  })
  router.get('/r/:code/qr.svg', async (request, response) => {
    const code = codeOf(request)
    // Asked as HEAD, a link is looked up and nothing is counted.
    const target = await followLink(context.deps, { code, method: 'HEAD', gpc: true, botHint: true })
    if (target === undefined) throw new Problem('not_found')
    response.type('image/svg+xml').send(qrSvg(`${context.publicUrl}/r/${code}`))
  })
  for (const path of ['/r/:code', '/r/:code/qr.svg']) refuseOtherMethods(router, path, ['GET'])
  return router
}

function codeOf(request: Request): string {
  const code = linkCodeSchema.safeParse(request.params['code'])
  if (!code.success) throw new Problem('not_found')
  return code.data
}

/** What the browser says of itself and of why it asks; absent fields stay absent. */
export function visitOf(request: Request): Omit<Parameters<typeof followLink>[1], 'code'> {
  const userAgent = request.get('User-Agent')
  const secFetchDest = request.get('Sec-Fetch-Dest')
  const secPurpose = request.get('Sec-Purpose') ?? request.get('Purpose') ?? request.get('X-Moz')
  return {
    method: request.method,
    ...(userAgent === undefined ? {} : { userAgent }),
    ...(request.ip === undefined ? {} : { ip: request.ip }),
    ...(secFetchDest === undefined ? {} : { secFetchDest }),
    ...(secPurpose === undefined ? {} : { secPurpose }),
    ...sourceOf(request.get('Referer')),
    parameterNames: parameterNamesOf(request.url),
    gpc: request.get('Sec-GPC') === '1' || request.get('DNT') === '1',
    botHint: isbot(userAgent),
  }
}

/** The host alone of the page that a click came from; the rest of its address is not looked at. */
function sourceOf(referer: string | undefined): { readonly sourceHost?: string } {
  if (referer === undefined || !URL.canParse(referer)) return {}
  return { sourceHost: new URL(referer).hostname }
}

/** Any parameter may stand there, and twice; only the names of the first are looked at. */
function parameterNamesOf(target: string): readonly string[] {
  const start = target.indexOf('?')
  if (start < 0) return []
  return [...new URLSearchParams(target.slice(start + 1)).keys()].slice(0, PARAMETERS_MAX)
}
