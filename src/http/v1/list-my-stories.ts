// GET /v1/me/stories: a person's own stories, those that a shop hid among them.

import { listOwnStories } from '#app/stories/list-stories.ts'
import { noParamsSchema, anyPageQuerySchema } from '#schema/page.ts'
import { storiesAnswerSchema } from '#schema/story-answers.ts'
import { recommenderAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'
import { storyJson } from '../story-json.ts'
import { placeOf } from '../paging.ts'
import { pageAnswer } from './page-answer.ts'

/** Sign-in token → 200 `{data}`. */
export const listMyStoriesEndpoint = getEndpoint({
  path: '/v1/me/stories',
  summary: "Lists one's own stories.",
  answers: storiesAnswerSchema,
  access: recommenderAccess,
  params: noParamsSchema,
  query: anyPageQuerySchema,
  answer: async ({ deps, publicUrl }, { who, query }) => {
    const stories = await listOwnStories(deps, { recommenderId: who.recommenderId })
    return pageAnswer(
      stories,
      { place: ({ createdAt, code }) => placeOf(createdAt, code), order: 'descending' },
      query,
      (story) => storyJson(story, publicUrl),
    )
  },
})
