// POST /v1/me/stories/:code/remove: a person takes a story back for good.

import { removeStory } from '#app/stories/set-story-state.ts'
import { noQuerySchema } from '#schema/page.ts'
import { removeStorySchema, storyParamsSchema } from '#schema/stories.ts'
import { storyRemovedAnswerSchema } from '#schema/story-answers.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · `{}` → 200 `{code, removed: true}`; the picture goes with it. */
export const removeStoryEndpoint = postEndpoint({
  path: '/v1/me/stories/:code/remove',
  summary: "Takes a story of one's own back for good.",
  answers: storyRemovedAnswerSchema,
  access: recommenderAccess,
  params: storyParamsSchema,
  query: noQuerySchema,
  body: () => removeStorySchema,
  keyScope: (who, { code }) => personKeyScope(who, code),
  answer: async ({ deps }, { who, params: { code } }) => {
    await removeStory(deps, { recommenderId: who.recommenderId, code })
    return { status: 200, body: { code, removed: true } }
  },
})
