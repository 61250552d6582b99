// The connections of a shop as a page, and its forms. A secret that is made here is shown once, in the answer to the form.

import { checkConnection } from '#app/connections/check-connection.ts'
import { closeConnection } from '#app/connections/close-connection.ts'
import { listConnections } from '#app/connections/list-connections.ts'
import { rotateConnection } from '#app/connections/rotate-connection.ts'
import { createConnection } from '#app/retailers/create-connection.ts'
import { platformMakesSecret } from '#domain/connection-steps.ts'
import { Problem } from '#domain/problem.ts'
import { connectionFormSchema, connectionParamsSchema, rotationFormSchema } from '#schema/connections.ts'
import { shopConnectionsPage, type ShopConnectionsPage } from '#web/pages/shop-connections-page.ts'
import express, { type Request, type Router } from 'express'
import { checkInput } from '../check-input.ts'
import { stepsOf, webhookUrlOf } from '../connection-place.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

/** GET and POST /shop/:token/connections; POST …/:connectionId/rotate and …/close. */
export function shopConnectionsRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  const path = '/shop/:token/connections'
  router.get(path, async (request, response) => {
    const retailerId = await shopOf(context, request)
    sendPage(response, await pageOf(context, { retailerId, token: request.params.token }))
  })
  router.post(path, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { platform, currency, secret } = checkInput(connectionFormSchema, await readForm(request, response))
    const made = await createConnection(deps, { retailerId, platform, currency, pasted: secret })
    // A secret made here is of no use to a platform that makes its own: the steps say how that one comes here.
    const news = platformMakesSecret(platform) && secret === undefined ? {} : { news: made }
    sendPage(response, await pageOf(context, { retailerId, token: request.params.token, ...news }))
  })
  router.post(`${path}/:connectionId/rotate`, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { secret, graceHours } = checkInput(rotationFormSchema, await readForm(request, response))
    const key = { retailerId, ...connectionOf(request) }
    const news = await rotateConnection(deps, { ...key, pasted: secret, graceHours })
    sendPage(response, await pageOf(context, { retailerId, token: request.params.token, news }))
  })
  router.post(`${path}/:connectionId/close`, async (request, response) => {
    const retailerId = await shopOf(context, request)
    await closeConnection(deps, { retailerId, ...connectionOf(request) })
    response.redirect(303, `/shop/${request.params.token}/connections`)
  })
  refuseOtherMethods(router, path, ['GET', 'POST'])
  for (const verb of ['rotate', 'close'])
    refuseOtherMethods(router, `${path}/:connectionId/${verb}`, ['POST'])
  return router
}

function connectionOf(request: Request) {
  const params = connectionParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}

async function pageOf(
  { deps, publicUrl }: HttpContext,
  { retailerId, ...page }: { readonly retailerId: string } & Pick<ShopConnectionsPage, 'token' | 'news'>,
) {
  const listed = await listConnections(deps, { retailerId })
  const connections = await Promise.all(
    listed.map(async ({ connectionId }) => {
      const check = await checkConnection(deps, { retailerId, connectionId })
      const secret = page.news?.connectionId === connectionId ? page.news.secret : null
      return {
        ...check,
        webhookUrl: webhookUrlOf(publicUrl, check),
        steps: stepsOf(publicUrl, { ...check, secret }),
      }
    }),
  )
  return shopConnectionsPage({ ...page, connections })
}
