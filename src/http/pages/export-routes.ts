// Tables of a shop or a person as files, behind their own sign-in.

import { Problem } from '#domain/problem.ts'
import { personExportParamsSchema, shopExportParamsSchema } from '#schema/exports.ts'
import express, { type Request, type Router } from 'express'
import type { z } from 'zod'
import type { HttpContext } from '../context.ts'
import { openPersonExport, openShopExport } from '../exports/open-export.ts'
import { sendExport } from '../exports/send-export.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { personOf, shopOf } from './page-visitor.ts'

/** GET /shop/:token/exports/:file and GET /me/:token/exports/:file. */
export function exportRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/shop/:token/exports/:file', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { file } = paramsOf(shopExportParamsSchema, request)
    await sendExport(context, response, openShopExport(context, { retailerId, file, period: {} }))
  })
  router.get('/me/:token/exports/:file', async (request, response) => {
    const recommenderId = await personOf(context, request)
    const { file } = paramsOf(personExportParamsSchema, request)
    await sendExport(context, response, openPersonExport(context, { recommenderId, file, period: {} }))
  })
  refuseOtherMethods(router, '/shop/:token/exports/:file', ['GET'])
  refuseOtherMethods(router, '/me/:token/exports/:file', ['GET'])
  return router
}

function paramsOf<Params>(schema: z.ZodType<Params>, request: Request): Params {
  const params = schema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}
