// The forms of the shop's page for rewards that its own order key has set aside.

import { refuseReward } from '#app/proposals/refuse-reward.ts'
import { resumeReward } from '#app/proposals/resume-reward.ts'
import { Problem } from '#domain/problem.ts'
import { rewardParamsSchema } from '#schema/ids.ts'
import { refuseRewardSchema } from '#schema/proposals.ts'
import express, { type Request, type Router } from 'express'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { shopOf } from './page-visitor.ts'
import { readForm } from './read-form.ts'

const REWARD = '/shop/:token/rewards/:rewardId'

/** POST /shop/:token/rewards/:rewardId/resume and …/refuse lead back to the shop's page. */
export function shopProposalRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.post(`${REWARD}/resume`, async (request, response) => {
    const key = await rewardOf(context, request)
    await unlessOver(() => resumeReward(context.deps, key))
    response.redirect(303, `/shop/${request.params['token']}`)
  })
  router.post(`${REWARD}/refuse`, async (request, response) => {
    const key = await rewardOf(context, request)
    const { reason } = checkInput(refuseRewardSchema, await readForm(request, response))
    await unlessOver(() => refuseReward(context.deps, { ...key, reason }))
    response.redirect(303, `/shop/${request.params['token']}`)
  })
  for (const verb of ['resume', 'refuse']) refuseOtherMethods(router, `${REWARD}/${verb}`, ['POST'])
  return router
}

async function rewardOf(context: HttpContext, request: Request) {
  const retailerId = await shopOf(context, request)
  const params = rewardParamsSchema.safeParse(request.params)
  if (!params.success) throw new Problem('not_found')
  return { retailerId, rewardId: params.data.rewardId }
}

/** What is no longer set aside is no longer among the cards of the page that the browser is led to. */
async function unlessOver(decide: () => Promise<unknown>): Promise<void> {
  try {
    await decide()
  } catch (error) {
    if (!(error instanceof Problem && error.code === 'not_found')) throw error
  }
}
