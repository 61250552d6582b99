// What each way of crediting would have paid, on a page of its own: it is worked out anew each time.

import { compareProgramModels } from '#app/orders/compare-program-models.ts'
import { Problem } from '#domain/problem.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { modelsPage } from '#web/pages/models-page.ts'
import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { sendPage } from './send-page.ts'
import { shopOf } from './page-visitor.ts'

/** GET /shop/:token/models/:programId shows the last 30 days. */
export function shopModelsRoutes(context: HttpContext): Router {
  const router = express.Router()
  const path = '/shop/:token/models/:programId'
  router.get(path, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const params = programParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    const compared = await compareProgramModels(context.deps, { retailerId, ...params.data })
    sendPage(response, modelsPage({ ...compared, shopPath: `/shop/${request.params.token}` }))
  })
  refuseOtherMethods(router, path, ['GET'])
  return router
}
