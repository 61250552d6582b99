// GET /v1/tag-key: the key by which a shop's orders are marked on the ledger, for the shop's countersigner.

import { readTagKey } from '#app/proposals/read-tag-key.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { tagKeyAnswerSchema } from '#schema/tag-key.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint } from '../endpoint.ts'

/** API key with `admin` → 200 `{"tagKey"}`; each answer is made anew and kept nowhere. */
export const readTagKeyEndpoint = getEndpoint({
  path: '/v1/tag-key',
  summary: "Reads the key by which the shop's orders are marked on the ledger.",
  answers: tagKeyAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who: { retailerId, keyId } }) => ({
    status: 200,
    body: await readTagKey(deps, { retailerId, keyId }),
  }),
})
