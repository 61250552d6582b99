// A shop tries an order out on a page. It changes nothing, so the form asks by GET; a pasted message is too long for that.

import { listConnections } from '#app/connections/list-connections.ts'
import { tryOrder } from '#app/deliveries/try-order.ts'
import { replayDelivery } from '#app/deliveries/replay-delivery.ts'
import { Problem } from '#domain/problem.ts'
import { deliveryParamsSchema } from '#schema/deliveries.ts'
import type { WrongField } from '#schema/wrong-fields.ts'
import { tryBodyFormSchema, tryOrderFormSchema } from '#schema/test-orders.ts'
import { shopTryPage, type TriedOrder } from '#web/pages/shop-try-page.ts'
import express, { type Router } from 'express'
import { checkInput, readQuery } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

const TRY = '/shop/:token/try'
/** A pasted message of the longest kind, percent-encoded: three bytes for each of 60,000 characters, and the rest. */
const PASTED_MAX_BYTES = 192 * 1024

const REPLAY = '/shop/:token/deliveries/:deliveryId/replay'

/** GET and POST /shop/:token/try, and POST /shop/:token/deliveries/:deliveryId/replay, which leads back to the shop's page. */
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
        : await triedOrWhy(() =>
            tryOrder(deps, {
              retailerId,
              connectionId: connection,
              amount,
              ...(link === '' ? {} : { linkCode: link }),
            }),
          )
    sendPage(response, shopTryPage({ shopPath: `/shop/${tokenOf(request)}`, connections, asked, tried }))
  })
  router.post(TRY, async (request, response) => {
    const retailerId = await shopOf({ deps, ...context }, request)
    const { connection, topic, body } = checkInput(
      tryBodyFormSchema,
      await readForm(request, response, PASTED_MAX_BYTES),
    )
    const connections = (await listConnections(deps, { retailerId })).filter(({ state }) => state === 'open')
    const asked = { ...tryOrderFormSchema.parse({ connection }), topic: topic ?? '', body }
    const tried = await triedOrWhy(() =>
      tryOrder(deps, { retailerId, connectionId: connection, topic, body }),
    )
    sendPage(response, shopTryPage({ shopPath: `/shop/${tokenOf(request)}`, connections, asked, tried }))
  })
  refuseOtherMethods(router, TRY, ['GET', 'POST'])
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

/** What became of it, or in one sentence why it cannot be read. */
async function triedOrWhy(attempt: () => Promise<TriedOrder>): Promise<TriedOrder | string> {
  try {
    return await attempt()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'not_found') return 'None of your connections or links is known by that.'
    if (error.code === 'body_malformed') return 'The message is not JSON, or was cut off.'
    if (error.code !== 'input_invalid') throw error
    return `The message cannot be read: ${wrongWords(error)}.`
  }
}

/** Each wrong field with what is wrong with it, such as `total: must be an amount`. */
function wrongWords({ facts }: Problem): string {
  const fields = (facts['fields'] ?? []) as readonly WrongField[]
  return fields.map(({ field, reason }) => `${field.slice(1) || 'the whole'}: ${reason}`).join('; ')
}
