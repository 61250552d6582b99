// POST /v1/stories/:code/hide and /show: a shop decides which stories speak in its name.

import { setStoryState } from '#app/stories/set-story-state.ts'
import { noQuerySchema } from '#schema/page.ts'
import { hideStorySchema, showStorySchema, storyParamsSchema } from '#schema/stories.ts'
import { storyStateAnswerSchema } from '#schema/story-answers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** API key · `{reason?}` → 200 `{code, state}`; the author reads the reason. */
export const hideStoryEndpoint = postEndpoint({
  path: '/v1/stories/:code/hide',
  summary: 'Hides a story.',
  answers: storyStateAnswerSchema,
  access: retailerAccess,
  params: storyParamsSchema,
  query: noQuerySchema,
  body: () => hideStorySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const hidden = { retailerId: who.retailerId, code: params.code, state: 'hidden' as const }
    return { status: 200, body: await setStoryState(deps, { ...hidden, reason: body.reason ?? null }) }
  },
})

/** API key · `{}` → 200 `{code, state}`. */
export const showStoryEndpoint = postEndpoint({
  path: '/v1/stories/:code/show',
  summary: 'Shows a hidden story again.',
  answers: storyStateAnswerSchema,
  access: retailerAccess,
  params: storyParamsSchema,
  query: noQuerySchema,
  body: () => showStorySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params }) => {
    const shown = { retailerId: who.retailerId, code: params.code, state: 'shown' as const }
    return { status: 200, body: await setStoryState(deps, shown) }
  },
})
