// Money back from a pool, and programs that end.

import { cancelWithdrawal } from '#app/pools/cancel-withdrawal.ts'
import { listWithdrawals } from '#app/pools/list-withdrawals.ts'
import { withdrawFromPool } from '#app/pools/withdraw-from-pool.ts'
import { newId } from '#app/new-id.ts'
import { closeProgram } from '#app/programs/close-program.ts'
import { readClosing } from '#app/programs/read-closing.ts'
import { programParamsSchema } from '#schema/ids.ts'
import { noQuerySchema, pageQuerySchema } from '#schema/page.ts'
import { emptyBodySchema } from '#schema/ways.ts'
import {
  closeProgramSchema,
  closingAnswerSchema,
  withdrawalParamsSchema,
  withdrawalRequestAnswerSchema,
  withdrawalsAnswerSchema,
  withdrawSchema,
} from '#schema/withdrawals.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint, postEndpoint, type Endpoint } from '../endpoint.ts'
import { retailerKeyScope } from './key-scopes.ts'
import { viewJson } from './view-json.ts'

/** API key · `{amount, to}` → 202 `{withdrawalId, state}`; a second one while another is under way is refused. */
const withdrawEndpoint = postEndpoint({
  path: '/v1/programs/:programId/pool/withdrawals',
  summary: "Asks for a pool's money back, which the ledger gives after its notice.",
  answers: withdrawalRequestAnswerSchema,
  statuses: [202],
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => withdrawSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const { retailerId } = who
    // Only one can be under way, so a repeat after a crash is refused and asks for nothing twice.
    const withdrawalId = newId(deps, retailerId)
    const { amount: micros, to } = body
    const { state } = await withdrawFromPool(deps, { retailerId, ...params, micros, to, withdrawalId })
    return { status: 202, body: { withdrawalId, state } }
  },
})

/** API key · `?limit&after` → 200 `{data, page: {next}}`, newest first. */
const listWithdrawalsEndpoint = getEndpoint({
  path: '/v1/programs/:programId/pool/withdrawals',
  summary: 'Lists what was taken back from a pool, and what is on its way.',
  answers: withdrawalsAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: pageQuerySchema,
  answer: async ({ deps }, { who, params, query }) => {
    const { data, next } = await listWithdrawals(deps, { retailerId: who.retailerId, ...params, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})

/** API key · `{}` → 202 `{withdrawalId, state}`: the money stays in the pool. */
const cancelWithdrawalEndpoint = postEndpoint({
  path: '/v1/programs/:programId/pool/withdrawals/:withdrawalId/cancel',
  summary: 'Takes a withdrawal back while its notice runs.',
  answers: withdrawalRequestAnswerSchema,
  statuses: [202],
  access: retailerAccess,
  params: withdrawalParamsSchema,
  query: noQuerySchema,
  body: () => emptyBodySchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params }) => {
    const { state } = await cancelWithdrawal(deps, { retailerId: who.retailerId, ...params })
    return { status: 202, body: { withdrawalId: params.withdrawalId, state } }
  },
})

/** API key · `{lastOrderAt?, to}` → 200, the closing; the same again changes nothing. */
const closeProgramEndpoint = postEndpoint({
  path: '/v1/programs/:programId/close',
  summary: 'Ends a program: a last instant for orders, and then the rest of its money back.',
  answers: closingAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  body: () => closeProgramSchema,
  keyScope: retailerKeyScope,
  answer: async ({ deps }, { who, params, body }) => {
    const closing = await closeProgram(deps, { retailerId: who.retailerId, ...params, ...body })
    return { status: 200, body: viewJson(closing) }
  },
})

/** API key → 200, how far the end of the program is; `not_found` while nobody has closed it. */
const readClosingEndpoint = getEndpoint({
  path: '/v1/programs/:programId/closing',
  summary: 'Reads how far the end of a program is, and when every cent is back.',
  answers: closingAnswerSchema,
  access: retailerAccess,
  params: programParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const closing = await readClosing(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: viewJson(closing) }
  },
})

/** In the order of docs/reference/http.md. */
export const withdrawalEndpoints: readonly Endpoint[] = [
  withdrawEndpoint,
  listWithdrawalsEndpoint,
  cancelWithdrawalEndpoint,
  closeProgramEndpoint,
  readClosingEndpoint,
]
