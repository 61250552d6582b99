// GET /v1/programs/:programId/stories: the stories that speak of a shop.

import { listStories } from '#app/stories/list-stories.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { anyPageQuerySchema } from '#schema/page.ts'
import { storiesAnswerSchema } from '#schema/story-answers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { storyJson } from '../story-json.ts'

/** API key → 200 `{data, page}`: the newest first, each with the clicks on its products. */
export const listStoriesEndpoint = getEndpoint({
  path: '/v1/programs/:programId/stories',
  summary: 'Lists the stories that speak of a shop.',
  answers: storiesAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { who, params, query }) => {
    const { data, next } = await listStories(deps, { retailerId: who.retailerId, ...params, ...query })
    return { status: 200, body: { data: data.map((story) => storyJson(story, publicUrl)), page: { next } } }
  },
})
