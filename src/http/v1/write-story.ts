// POST /v1/stories: a person tells what they like, beside the products they mean.

import { writeStory } from '#app/stories/write-story.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { writeStorySchema } from '#schema/stories.ts'
import { storyWrittenAnswerSchema } from '#schema/story-answers.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{programId, title, words, products, picture?}` → 201 `{code, url}`. */
export const writeStoryEndpoint = postEndpoint({
  path: '/v1/stories',
  summary: 'Writes a story.',
  answers: storyWrittenAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  body: () => writeStorySchema,
  keyScope: (who, _params, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps, publicUrl }, { who, body }) => {
    const { products: productIds, picture: pictureId, ...story } = body
    const { code } = await writeStory(deps, {
      ...story,
      productIds,
      pictureId,
      recommenderId: who.recommenderId,
    })
    return { status: 201, body: { code, url: `${publicUrl}/s/${code}` } }
  },
})
