// For those who watch the process: alive, and ready to work.

import express, { type Router } from 'express'
import type { HttpContext } from './context.ts'
import { refuseOtherMethods } from './refuse-other-methods.ts'

/** GET /healthz → 200 while the process answers; GET /readyz → 200 while store and chain answer, else 503. */
export function healthRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    await context.checkReady()
    response.json({ status: 'ready' })
  })
  for (const path of ['/healthz', '/readyz']) refuseOtherMethods(router, path, ['GET'])
  return router
}
