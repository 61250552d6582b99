// POST /v1/programs/:programId/pool/deposits: puts test dollars into the pool through the retailer's managed key.

import { fundPool } from '#app/pools/fund-pool.ts'
import { canonicalHash } from '#domain/policy.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema } from '#schema/page.ts'
import { depositAnswerSchema, depositSchema } from '#schema/retailers.ts'
import { retailerAccess } from '../access.ts'
import { postEndpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'

/** Characters of the hash that names a deposit: 128 bits. */
const REQUEST_ID_LENGTH = 32

/** API key · `{amount}` → 202 `{programId, state}`. The same Idempotency-Key never deposits twice. */
export const fundPoolEndpoint = postEndpoint({
  path: '/v1/programs/:programId/pool/deposits',
  summary: "Puts money into a program's pool.",
  answers: depositAnswerSchema,
  statuses: [202],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => depositSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body, idempotencyKey }) => {
    const { retailerId, keyId } = who
    const { programId } = params
    // The key outlives its kept answer here: a request cut off after the deposit was planned plans nothing new.
    const requestId = canonicalHash([keyId, idempotencyKey]).slice(2, 2 + REQUEST_ID_LENGTH)
    const { state } = await fundPool(deps, { retailerId, programId, micros: body.amount, requestId })
    return { status: 202, body: { programId, state } }
  },
})
