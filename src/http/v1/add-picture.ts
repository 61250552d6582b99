// POST /v1/programs/:programId/pictures: a person's picture for a story, as the bytes of a file.

import { addPicture } from '#app/pictures/add-picture.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { pictureBytesSchema } from '#schema/stories.ts'
import { pictureAnswerSchema } from '#schema/story-answers.ts'
import { recommenderAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { readPictureBody } from '../read-body.ts'
import { personKeyScope } from './key-scopes.ts'

/** Sign-in token · the file → 201 `{pictureId, width, height}`. */
export const addPictureEndpoint = postEndpoint({
  path: '/v1/programs/:programId/pictures',
  summary: 'Adds a picture for a story.',
  answers: pictureAnswerSchema,
  statuses: [201],
  access: recommenderAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => pictureBytesSchema,
  bodyTypes: ['image/jpeg', 'image/png', 'image/webp'],
  readBody: (request, response, { pictureBytes }) => readPictureBody(request, response, pictureBytes),
  keyScope: (who, { programId }) => personKeyScope(who, programId),
  answer: async ({ deps }, { who, params, body }) => ({
    status: 201,
    body: await addPicture(deps, { ...params, recommenderId: who.recommenderId, bytes: body }),
  }),
})
