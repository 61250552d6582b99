// Puts the HTTP side together: webhooks first, because their bodies must stay bytes; then the API, links and pages;
// last, what answers when nothing else did.

import type { AppDeps } from '#app/deps.ts'
import { permissions } from '#domain/access/permissions.ts'
import express from 'express'
import { defaultLimits, type HttpContext, type HttpLimits } from './context.ts'
import { answerProblem, refuseUnknownRoutes } from './answer-problem.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { docsRoutes } from './openapi/docs-routes.ts'
import { pageRoutes } from './pages/page-routes.ts'
import { privacySignals } from './privacy-signals.ts'
import { redirectRoutes } from './redirect.ts'
import { keepNothing, securityHeaders } from './security-headers.ts'
import { apiRoutes } from './v1/api-routes.ts'

export type HttpWiring = {
  readonly deps: AppDeps
  /** Scheme and host as people and shops reach this server; a slash at the end is dropped. */
  readonly publicUrl: string
  /** Whether a bearer key is the operator's; compares in constant time. */
  readonly checkOperatorKey: (key: string) => boolean
  /** Resolves when store and chain answer; throws a problem otherwise. */
  readonly checkReady: () => Promise<void>
  readonly auditTarget: { readonly rpcUrl: string; readonly ledger: string }
  readonly limits?: Partial<HttpLimits>
  /** 32 bytes, the same in every process of this server. */
  readonly cursorKey: Uint8Array
  /** Proxies in front of this server whose X-Forwarded-For is believed; 0 when people reach it directly. */
  readonly trustedProxies?: number
}

/** The express application, not yet listening. */
export function createHttpApp(wiring: HttpWiring): express.Application {
  const context: HttpContext = {
    deps: wiring.deps,
    permissions,
    publicUrl: wiring.publicUrl.replace(/\/+$/, ''),
    checkOperatorKey: wiring.checkOperatorKey,
    checkReady: wiring.checkReady,
    auditTarget: wiring.auditTarget,
    cursorKey: wiring.cursorKey,
    limits: { ...defaultLimits, ...wiring.limits },
  }
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('query parser', false)
  app.set('trust proxy', wiring.trustedProxies ?? 0)
  app.use(securityHeaders(context.publicUrl), keepNothing)
  app.use(
    hookRoutes(context),
    apiRoutes(context),
    docsRoutes(),
    redirectRoutes(context),
    healthRoutes(context),
    privacySignals(),
    pageRoutes(context),
  )
  app.use(refuseUnknownRoutes, answerProblem(context))
  return app
}
