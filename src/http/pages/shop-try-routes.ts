// A shop tries an order out on a page. It changes nothing, so the form asks by GET.

import { listConnections } from '#app/connections/list-connections.ts'
import { tryOrder } from '#app/deliveries/try-order.ts'
import { replayDelivery } from '#app/deliveries/replay-delivery.ts'
import { Problem } from '#domain/problem.ts'
import { deliveryParamsSchema } from '#schema/deliveries.ts'
import { tryOrderFormSchema } from '#schema/test-orders.ts'
import { shopTryPage } from '#web/pages/shop-try-page.ts'
import express, { type Router } from 'express'
import { checkInput, readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf, tokenOf } from './page-visitor.ts'
import { sendPage } from './send-page.ts'

const TRY = '/shop/:token/try'
const REPLAY = '/shop/:token/deliveries/:deliveryId/replay'

/** GET /shop/:token/try, and POST /shop/:token/deliveries/:deliveryId/replay, which leads back to the shop's page. */
export function shopTryRoutes({ deps, ...context }: HttpContext): Router {
  const router = express.Router()
  router.get(TRY, async (request, response) => {
    const retailerId = await shopOf({ deps, ...context }, request)
    const asked = checkInput(tryOrderFormSchema, readQuery(request.url))
    const connections = (await listConnections(deps, { retailerId })).filter(({ state }) => state === 'open')
    const { connection, link, amount } = asked
    const tried =
      connection === ''
        ? undefined
        : await tryOrder(deps, {
            retailerId,
            connectionId: connection,
            amount,
            ...(link === '' ? {} : { linkCode: link }),
          })
    sendPage(response, shopTryPage({ shopPath: `/shop/${tokenOf(request)}`, connections, asked, tried }))
  })
  refuseOtherMethods(router, TRY, ['GET'])
  router.post(REPLAY, async (request, response) => {
    const retailerId = await shopOf({ deps, ...context }, request)
    const params = deliveryParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    await replayDelivery(deps, { retailerId, ...params.data })
    response.redirect(303, `/shop/${tokenOf(request)}`)
  })
  refuseOtherMethods(router, REPLAY, ['POST'])
  return router
}
