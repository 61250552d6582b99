// GET /v1/programs/:programId/stories: the stories that speak of a shop.

import { listStories } from '#app/stories/list-stories.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { storiesAnswerSchema } from '#schema/story-answers.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { storyJson } from '../story-json.ts'

/** API key → 200 `{data}`: the newest hundred, each with the clicks on its products. */
export const listStoriesEndpoint = getEndpoint({
  path: '/v1/programs/:programId/stories',
  summary: 'Lists the stories that speak of a shop.',
  answers: storiesAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { who, params }) => {
    const stories = await listStories(deps, { retailerId: who.retailerId, programId: params.programId })
    return { status: 200, body: { data: stories.map((story) => storyJson(story, publicUrl)) } }
  },
})
