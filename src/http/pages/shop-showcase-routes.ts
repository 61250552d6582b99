// What people show of a shop, behind the shop's sign-in link: hiding stories, and saying that a discount code is there.

import { importCoupons } from '#app/coupons/import-coupons.ts'
import { listCoupons } from '#app/coupons/list-coupons.ts'
import { listPrograms } from '#app/programs/list-programs.ts'
import { listStories } from '#app/stories/list-stories.ts'
import { setStoryState } from '#app/stories/set-story-state.ts'
import { Problem } from '#domain/problem.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { PAGE_LIMIT_MAX } from '#schema/page.ts'
import { storyParamsSchema } from '#schema/stories.ts'
import { couponCodeSchema } from '#schema/text.ts'
import { shopShowcasePage } from '#web/pages/shop-showcase-page.ts'
import express, { type Router } from 'express'
import { checkInput } from '../check-input.ts'
import type { HttpContext } from '../context.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { readForm } from './read-form.ts'
import { sendPage } from './send-page.ts'
import { shopOf } from './page-visitor.ts'

/** GET /shop/:token/showcase; POST /shop/:token/stories/:code/hide and /show; POST /shop/:token/coupons/:programId. */
export function shopShowcaseRoutes(context: HttpContext): Router {
  const router = express.Router()
  const { deps } = context
  router.get('/shop/:token/showcase', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const programs = []
    for (const { programId, name } of await listPrograms(deps, { retailerId })) {
      const place = { retailerId, programId, limit: PAGE_LIMIT_MAX }
      const { data: stories, next: nextStory } = await listStories(deps, place)
      const { data: coupons, next: nextCoupon } = await listCoupons(deps, place)
      const isCut = { stories: nextStory !== null, coupons: nextCoupon !== null }
      programs.push({ programId, name, stories, coupons, isCut })
    }
    sendPage(response, shopShowcasePage({ token: request.params.token, programs }))
  })
  for (const [verb, state] of [
    ['hide', 'hidden'],
    ['show', 'shown'],
  ] as const) {
    router.post(`/shop/:token/stories/:code/${verb}`, async (request, response) => {
      const retailerId = await shopOf(context, request)
      const params = storyParamsSchema.safeParse(request.params)
      if (!params.success) throw new Problem('not_found')
      await setStoryState(deps, { retailerId, code: params.data.code, state })
      response.redirect(303, `/shop/${request.params['token']}/showcase`)
    })
    refuseOtherMethods(router, `/shop/:token/stories/:code/${verb}`, ['POST'])
  }
  router.post('/shop/:token/coupons/:programId', async (request, response) => {
    const retailerId = await shopOf(context, request)
    const params = programParamsSchema.safeParse(request.params)
    if (!params.success) throw new Problem('not_found')
    const code = checkInput(couponCodeSchema, (await readForm(request, response))['code'])
    const { programId } = params.data
    await importCoupons(deps, { retailerId, programId, coupons: [{ code }], isInShop: true })
    response.redirect(303, `/shop/${request.params.token}/showcase`)
  })
  refuseOtherMethods(router, '/shop/:token/showcase', ['GET'])
  refuseOtherMethods(router, '/shop/:token/coupons/:programId', ['POST'])
  return router
}
