// Webhooks of shops. The body stays bytes until the platform's adapter has checked the signature over them; no JSON
// parser runs before. Mounted ahead of everything else that reads a body.

import { receiveDelivery } from '#app/deliveries/receive-delivery.ts'
import { Problem } from '#domain/problem.ts'
import { retailerOwnedIdSchema } from '#schema/ids.ts'
import { platformSchema } from '#schema/connections.ts'
import express, { type Request, type Router } from 'express'
import type { HttpContext } from './context.ts'
import { refuseOtherMethods } from './refuse-other-methods.ts'
import { readRawBody } from './read-body.ts'

/** POST /hooks/<platform>/:connectionId → exactly 200 `{status}`, once the delivery is stored; a ping is the same. */
export function hookRoutes(context: HttpContext): Router {
  const router = express.Router()
  for (const platform of platformSchema.options) {
    const path = `/hooks/${platform}/:connectionId`
    router.post(path, async (request, response) => {
      const rawBody = await readRawBody(request, response, context.limits.webhookBodyBytes)
      const connectionId = retailerOwnedIdSchema.safeParse(request.params['connectionId'])
      // An id that cannot exist is answered like a wrong signature, as an unknown one is.
      if (!connectionId.success) throw new Problem('signature_invalid')
      const { status } = await receiveDelivery(context.deps, {
        platform,
        connectionId: connectionId.data,
        request: { headers: joinedHeaders(request), rawBody },
      })
      response.json({ status })
    })
    refuseOtherMethods(router, path, ['POST'])
  }
  return router
}

function joinedHeaders(request: Request): Record<string, string | undefined> {
  const headers: Record<string, string | undefined> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}
