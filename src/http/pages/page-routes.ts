// The pages for people, mounted together. They work without script; forms come back with what was wrong beside the
// field.

import express, { type Router } from 'express'
import type { HttpContext } from '../context.ts'
import { assetRoutes } from './asset-routes.ts'
import { auditRoutes } from './audit-routes.ts'
import { directoryRoutes } from './directory-routes.ts'
import { exportRoutes } from './export-routes.ts'
import { homeRoutes } from './home-routes.ts'
import { joinRoutes } from './join-routes.ts'
import { meMoneyRoutes } from './me-money-routes.ts'
import { mePrivacyRoutes } from './me-privacy-routes.ts'
import { meRoutes } from './me-routes.ts'
import { shopConnectionsRoutes } from './shop-connections-routes.ts'
import { shopModelsRoutes } from './shop-models-routes.ts'
import { shopTryRoutes } from './shop-try-routes.ts'
import { meSignInRoutes } from './me-sign-in-routes.ts'
import { meWaysRoutes } from './me-ways-routes.ts'
import { shopProposalRoutes } from './shop-proposal-routes.ts'
import { shopReviewRoutes } from './shop-review-routes.ts'
import { myStoryRoutes } from './my-story-routes.ts'
import { shopKeysRoutes } from './shop-keys-routes.ts'
import { shopRoutes } from './shop-routes.ts'
import { shopShowcaseRoutes } from './shop-showcase-routes.ts'
import { shopWebhooksRoutes } from './shop-webhooks-routes.ts'
import { signInLinks } from './sign-in-links.ts'
import { snippetRoutes } from './snippet-routes.ts'
import { storyRoutes } from './story-routes.ts'
import { shopWaysRoutes } from './shop-ways-routes.ts'

/** The router of all pages. */
export function pageRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.use(signInLinks(context))
  router.use(snippetRoutes(context), shopConnectionsRoutes(context))
  router.use(assetRoutes(), homeRoutes(), auditRoutes(context), joinRoutes(context), directoryRoutes(context))
  router.use(meRoutes(context), mePrivacyRoutes(context), shopRoutes(context), shopReviewRoutes(context))
  router.use(storyRoutes(context), myStoryRoutes(context), shopShowcaseRoutes(context))
  router.use(shopProposalRoutes(context), shopModelsRoutes(context))
  router.use(shopTryRoutes(context))
  router.use(meWaysRoutes(context), shopWaysRoutes(context))
  router.use(meSignInRoutes(context), meMoneyRoutes(context), shopKeysRoutes(context))
  router.use(shopWebhooksRoutes(context), exportRoutes(context))
  return router
}
