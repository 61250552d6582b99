// What a browser is told about every answer: no script at all, no frames, no referrer elsewhere, nothing kept.

import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Headers for all answers; `publicUrl` decides whether browsers are told to insist on https. */
export function securityHeaders(publicUrl: string): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    // Under `no-referrer` a browser hides the origin of our own forms from us, too.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: publicUrl.startsWith('https://'),
    xFrameOptions: { action: 'deny' },
  })
}

/** Keeps answers out of every cache; assets set their own header later. */
export const keepNothing: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store')
  next()
}
