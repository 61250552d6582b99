// The auditor's page: open to everybody.

import { lastAudit } from '#app/audit/last-audit.ts'
import { auditPage } from '#web/pages/audit-page.ts'
import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { sendPage } from './send-page.ts'

/** GET /audit. */
export function auditRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/audit', async (_request, response) => {
    sendPage(response, auditPage({ audit: await lastAudit(context.deps), target: context.auditTarget }))
  })
  refuseOtherMethods(router, '/audit', ['GET'])
  return router
}
