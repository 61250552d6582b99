// Stories for everybody: the page, the way to each product, and the pictures.

import { readPicture } from '#app/pictures/read-picture.ts'
import { followProduct } from '#app/stories/follow-product.ts'
import { readStory } from '#app/stories/read-story.ts'
import { Problem } from '#domain/problem.ts'
import { pictureParamsSchema, storyParamsSchema, storyPlaceParamsSchema } from '#schema/stories.ts'
import { storyPage } from '#web/pages/story-page.ts'
import express, { type Router } from 'express'
import type { z } from 'zod'
import type { HttpContext } from '../context.ts'
import { visitOf } from '../redirect.ts'
import { refuseOtherMethods } from '../refuse-other-methods.ts'
import { sendPage } from './send-page.ts'

/** How long a picture may be kept, in seconds: five minutes, so that one that was hidden is gone soon. */
const PICTURE_KEEP_SECONDS = 300

/** GET /s/:code is the page; GET /s/:code/:place → 302 to the product's own shop; GET /pictures/:pictureId is a JPEG. */
export function storyRoutes(context: HttpContext): Router {
  const router = express.Router()
  router.get('/s/:code', async (request, response) => {
    const story = await readStory(context.deps, paramsOf(storyParamsSchema, request.params))
    sendPage(response, storyPage(story, context.publicUrl))
  })
  router.get('/s/:code/:place', async (request, response) => {
    const params = paramsOf(storyPlaceParamsSchema, request.params)
    const target = await followProduct(context.deps, { ...params, ...visitOf(request) })
    if (target === undefined) throw new Problem('not_found')
    response.set('X-Robots-Tag', 'noindex').redirect(302, target.location)
  })
  router.get('/pictures/:pictureId', async (request, response) => {
    const { jpeg } = await readPicture(context.deps, paramsOf(pictureParamsSchema, request.params))
    response
      .set('Cache-Control', `public, max-age=${PICTURE_KEEP_SECONDS}`)
      // Previews of other services load it; nobody may run or frame it.
      .set('Cross-Origin-Resource-Policy', 'cross-origin')
      .set('Content-Disposition', 'inline; filename="picture.jpg"')
      .type('image/jpeg')
      .send(Buffer.from(jpeg))
  })
  for (const path of ['/s/:code', '/s/:code/:place', '/pictures/:pictureId'])
    refuseOtherMethods(router, path, ['GET'])
  return router
}

function paramsOf<Params>(schema: z.ZodType<Params>, params: unknown): Params {
  const result = schema.safeParse(params)
  if (!result.success) throw new Problem('not_found')
  return result.data
}
