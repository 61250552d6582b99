// A shop's webhook endpoints, the log of what was sent to them, and its pools' low marks, on a page of their own.

import { listPrograms } from '#app/programs/list-programs.ts'
import { addEndpoint } from '#app/webhooks/add-endpoint.ts'
import { changeEndpoint, removeEndpoint, rotateEndpoint } from '#app/webhooks/change-endpoint.ts'
import { listEndpoints } from '#app/webhooks/list-endpoints.ts'
import { readLowMark, setLowMark } from '#app/webhooks/low-mark.ts'
import { listWebhookDeliveries } from '#app/webhooks/read-deliveries.ts'
import { resendWebhook } from '#app/webhooks/resend-webhook.ts'
import { testEndpoint } from '#app/webhooks/test-endpoint.ts'
import { formatMicros, type Micros } from '#domain/money.ts'
import { Problem } from '#domain/problem.ts'
import { SHOP_EVENT_TYPES } from '#domain/webhooks/shop-event.ts'
import { programParamsSchema } from '#schema/ids.ts'
import {
  addEndpointSchema,
  endpointParamsSchema,
  lowMarkSchema,
  webhookDeliveryParamsSchema,
} from '#schema/webhooks.ts'
import { shopWebhooksPage } from '#web/pages/shop-webhooks-page.ts'
import express, { type Request, type Response, type Router } from 'express'
import type { z } from 'zod'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf, tokenOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'

const PAGE = '/shop/:token/webhooks'

/** Messages on the page: the last day of a busy shop, and enough to see what is wrong. */
const SHOWN_MAX = 50

/** GET /shop/:token/webhooks, and what its forms lead to. */
export function shopWebhooksRoutes(context: HttpContext): Router {
  const { deps } = context
  const router = express.Router()
  router.get(PAGE, async (request, response) => {
    await sendWebhooks(context, { request, response }, await shopOf(context, request))
  })
  router.post(PAGE, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const { url, description, ...form } = await readForm(request, response)
    const events = SHOP_EVENT_TYPES.filter((type) => form[type] === 'yes')
    const asked = { url, events, ...(description ? { description } : {}) }
    const input = checkInput(addEndpointSchema, asked)
    const { secret } = await addEndpoint(deps, {
      retailerId,
      ...input,
      description: input.description ?? null,
    })
    await sendWebhooks(context, { request, response }, retailerId, secret)
  })
  router.post(`${PAGE}/:endpointId/rotate`, async (request, response) => {
    const retailerId = await shopOf(context, request)
    const asked = { retailerId, ...paramsOf(endpointParamsSchema, request) }
    const { secret } = await rotateEndpoint(deps, asked)
    await sendWebhooks(context, { request, response }, retailerId, secret)
  })
  addActs(router, context)
  refuseOtherMethods(router, PAGE, ['GET', 'POST'])
  refuseOtherMethods(router, `${PAGE}/:endpointId/rotate`, ['POST'])
  return router
}

/** Forms that lead back to the page. */
function addActs(router: Router, context: HttpContext): void {
  const { deps } = context
  const post = (
    path: string,
    act: (retailerId: string, request: Request, response: Response) => Promise<unknown>,
  ): void => {
    router.post(path, async (request, response) => {
      await act(await shopOf(context, request), request, response)
      response.redirect(303, `/shop/${tokenOf(request)}/webhooks`)
    })
    refuseOtherMethods(router, path, ['POST'])
  }
  const endpointOf = (request: Request) => paramsOf(endpointParamsSchema, request)
  post(`${PAGE}/:endpointId/test`, (retailerId, request) =>
    testEndpoint(deps, { retailerId, ...endpointOf(request) }),
  )
  post(`${PAGE}/:endpointId/disable`, (retailerId, request) =>
    changeEndpoint(deps, { retailerId, ...endpointOf(request), change: { state: 'disabled' } }),
  )
  post(`${PAGE}/:endpointId/enable`, (retailerId, request) =>
    changeEndpoint(deps, { retailerId, ...endpointOf(request), change: { state: 'active' } }),
  )
  post(`${PAGE}/:endpointId/remove`, (retailerId, request) =>
    removeEndpoint(deps, { retailerId, ...endpointOf(request) }),
  )
  post(`${PAGE}/sent/:deliveryId/resend`, (retailerId, request) =>
    resendWebhook(deps, { retailerId, ...paramsOf(webhookDeliveryParamsSchema, request) }),
  )
  post(`${PAGE}/low-mark/:programId`, async (retailerId, request, response) => {
    const { before, ...form } = await readForm(request, response)
    const { lowMark } = checkInput(lowMarkSchema, form)
    // Money comes and goes in the pool; the mark alone is what the form was filled in for.
    const asRead = (now: { readonly lowMark: Micros }): void => {
      if (formatMicros(now.lowMark) !== before) throw new Problem('precondition_failed')
    }
    await setLowMark(deps, { retailerId, ...paramsOf(programParamsSchema, request), lowMark, asRead })
  })
}

async function sendWebhooks(
  { deps }: HttpContext,
  { request, response }: { readonly request: Request; readonly response: Response },
  retailerId: string,
  secret?: string,
): Promise<void> {
  const programs = await listPrograms(deps, { retailerId })
  const pools = await Promise.all(
    programs.map(async ({ programId, name }) => {
      const mark = await lowMarkOrNone(deps, { retailerId, programId })
      return mark === undefined ? [] : [{ ...mark, name }]
    }),
  )
  const { data: deliveries } = await listWebhookDeliveries(deps, { retailerId, limit: SHOWN_MAX })
  const page = shopWebhooksPage({
    token: tokenOf(request),
    endpoints: await listEndpoints(deps, { retailerId }),
    deliveries,
    pools: pools.flat(),
    secret,
  })
  // What is shown once stays in no browser's memory of pages.
  response.set('Cache-Control', 'no-store')
  sendPage(response, page)
}

async function lowMarkOrNone(
  deps: HttpContext['deps'],
  asked: { readonly retailerId: string; readonly programId: string },
) {
  try {
    return await readLowMark(deps, asked)
  } catch (error) {
    if (error instanceof Problem && error.code === 'program_has_no_pool') return undefined
    throw error
  }
}

function paramsOf<Params>(schema: z.ZodType<Params>, request: Request): Params {
  const params = schema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return params.data
}
