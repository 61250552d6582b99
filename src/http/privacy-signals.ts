// Says to browsers that their wish not to be profiled is heard.

import express, { type Router } from 'express'
import { refuseOtherMethods } from './refuse-other-methods.ts'

/** The day from which on Global Privacy Control has been honoured here as it is described below. */
const HONOURED_SINCE = '2026-11-22'

/**
 * GET /.well-known/gpc.json: the support resource of Global Privacy Control (W3C Working Draft, section "GPC Support
 * Resource"). With `Sec-GPC: 1` or `DNT: 1` a visit is counted by its one-time token, and no key of the visitor is made.
 */
export function privacySignals(): Router {
  const router = express.Router()
  router.get('/.well-known/gpc.json', (_request, response) => {
    response.json({ gpc: true, lastUpdate: HONOURED_SINCE })
  })
  refuseOtherMethods(router, '/.well-known/gpc.json', ['GET'])
  return router
}
