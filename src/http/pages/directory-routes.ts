// The directory of programs that anybody may join.

import { listPublicPrograms } from '#app/programs/list-public-programs.ts'
import { directoryQuerySchema } from '#schema/metrics.ts'
import { directoryPage } from '#web/pages/directory-page.ts'
import express, { type Router } from 'express'
import { checkInput, readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { sendPage } from './send-page.ts'

/** GET /programs. */
export function directoryRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/programs', async (request, response) => {
    const query = checkInput(directoryQuerySchema, readQuery(request.url))
    const { data, next } = await listPublicPrograms(context.deps, query)
    sendPage(response, directoryPage({ programs: data, next }))
  })
  refuseOtherMethods(router, '/programs', ['GET'])
  return router
}
