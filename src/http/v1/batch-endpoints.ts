// Batches, for the shop whose rewards they reserve.

import { listBatches, readBatch } from '#app/batches/list-batches.ts'
import {
  batchesAnswerSchema,
  batchParamsSchema,
  batchQuerySchema,
  batchWithRecordsAnswerSchema,
} from '#schema/batches.ts'
import { noParamsSchema, noQuerySchema } from '#schema/page.ts'
import { retailerAccess } from '../access.ts'
import { getEndpoint, type Endpoint } from '../endpoint.ts'
import { viewJson } from './view-json.ts'

/** API key · `?limit&after&programId&state` → 200 `{data, page: {next}}`, the highest pool and number first. */
const listBatchesEndpoint = getEndpoint({
  path: '/v1/batches',
  summary: 'Lists batches, a page at a time.',
  answers: batchesAnswerSchema,
  access: retailerAccess,
  params: noParamsSchema,
  query: batchQuerySchema,
  answer: async ({ deps }, { who, query }) => {
    const { data, next } = await listBatches(deps, { retailerId: who.retailerId, ...query })
    return { status: 200, body: { data: data.map(viewJson), page: { next } } }
  },
})

/** API key → 200, the batch with its records; another retailer's is `not_found`. */
const readBatchEndpoint = getEndpoint({
  path: '/v1/batches/:pool/:seq',
  summary: 'Reads a batch with its records.',
  answers: batchWithRecordsAnswerSchema,
  access: retailerAccess,
  params: batchParamsSchema,
  query: noQuerySchema,
  answer: async ({ deps }, { who, params }) => {
    const batch = await readBatch(deps, { retailerId: who.retailerId, ...params })
    return { status: 200, body: viewJson(batch) }
  },
})

/** In the order of docs/reference/http.md. */
export const batchEndpoints: readonly Endpoint[] = [listBatchesEndpoint, readBatchEndpoint]
