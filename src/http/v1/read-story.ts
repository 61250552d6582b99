// GET /v1/stories/:code: a story as everybody reads it.

import { readStory } from '#app/stories/read-story.ts'
import { noQuerySchema } from '#schema/page.ts'
import { storyParamsSchema } from '#schema/stories.ts'
import { publicStoryAnswerSchema } from '#schema/story-answers.ts'
import { anyoneAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { storyJson } from '../story-json.ts'

/** No key → 200, the story with its products; a hidden one is `not_found`. */
export const readStoryEndpoint = getEndpoint({
  path: '/v1/stories/:code',
  summary: 'Reads a story.',
  answers: publicStoryAnswerSchema,
  access: anyoneAccess,
  params: storyParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps, publicUrl }, { params }) => ({
    status: 200,
    body: storyJson(await readStory(deps, params), publicUrl),
  }),
})
