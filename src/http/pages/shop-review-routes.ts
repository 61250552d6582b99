// The forms of the shop's page that decide a case under review.

import { refuseReview } from '#app/misuse/refuse-review.ts'
import { releaseReview } from '#app/misuse/release-review.ts'
import { Problem } from '#domain/problem.ts'
import { refuseReviewSchema, reviewParamsSchema } from '#schema/reviews.ts'
import express, { type Request, type Router } from 'express'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { readForm } from './read-form.ts'
import { shopOf } from './page-visitor.ts'

/** POST /shop/:token/reviews/:reviewId/release and …/refuse lead back to the shop's page. */
export function shopReviewRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.post('/shop/:token/reviews/:reviewId/release', async (request, response) => {
    const key = await caseOf(context, request)
    await unlessOver(() => releaseReview(context.deps, key))
    response.redirect(303, `/shop/${request.params.token}`)
  })
  router.post('/shop/:token/reviews/:reviewId/refuse', async (request, response) => {
    const key = await caseOf(context, request)
    const { reason } = checkInput(refuseReviewSchema, await readForm(request, response))
    await unlessOver(() => refuseReview(context.deps, { ...key, reason }))
    response.redirect(303, `/shop/${request.params.token}`)
  })
  for (const verb of ['release', 'refuse']) {
    refuseOtherMethods(router, `/shop/:token/reviews/:reviewId/${verb}`, ['POST'])
  }
  return router
}

async function caseOf(context: HttpContext, request: Request) {
  const retailerId = await shopOf(context, request)
  const params = reviewParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return { retailerId, reviewId: params.data.reviewId }
}

/** A case that ended meanwhile is no longer on the page that the browser is led to. */
async function unlessOver(decide: () => Promise<unknown>): Promise<void> {
  try {
    await decide()
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'review_over')) throw error
  }
}
