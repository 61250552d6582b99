// The snippet for shops' pages, and the page that tells how to paste it.

import { HOUR_SECONDS } from '#domain/time.ts'
import { SNIPPET_PATH, snippetSource } from '#web/pages/snippet.ts'
import { snippetPage } from '#web/pages/snippet-page.ts'
import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { sendPage } from './send-page.ts'

/** GET /snippet.js, which any site may load; GET /snippet explains it. */
export function snippetRoutes({ publicUrl }: HttpContext): Router {
  const router = express.Router()
  router.get(SNIPPET_PATH, (_request, response) => {
    response
      .set({
        'Cache-Control': `public, max-age=${HOUR_SECONDS}`,
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Access-Control-Allow-Origin': '*',
      })
      .type('js')
      .send(snippetSource)
  })
  router.get('/snippet', (_request, response) => {
    sendPage(response, snippetPage({ snippetUrl: `${publicUrl}${SNIPPET_PATH}` }))
  })
  for (const path of [SNIPPET_PATH, '/snippet']) refuseOtherMethods(router, path, ['GET'])
  return router
}
