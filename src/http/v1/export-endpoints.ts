// Tables to take along, of any size: sent as they are read.

import {
  exportAnswerSchema,
  exportQuerySchema,
  personExportParamsSchema,
  shopExportParamsSchema,
} from '#schema/exports.ts'
import { recommenderAccess, retailerAccess } from '../access.ts'
import { fileEndpoint, type Endpoint } from '../endpoint.ts'
import { openPersonExport, openShopExport } from '../exports/open-export.ts'
import { EXPORT_TYPES, sendExport } from '../exports/send-export.ts'

const described = {
  answers: exportAnswerSchema,
  answerTypes: Object.values(EXPORT_TYPES),
  query: exportQuerySchema,
} as const

/** API key · `?from&to` → 200, the table. */
const shopExportEndpoint = fileEndpoint({
  ...described,
  path: '/v1/exports/:file',
  summary: 'Take the shop’s orders, rewards, payouts or statements along as CSV or JSON Lines.',
  access: retailerAccess,
  params: shopExportParamsSchema,
  send: (context, { who: { retailerId }, params: { file }, query: period }, response) =>
    sendExport(context, response, openShopExport(context, { retailerId, file, period })),
})

/** Sign-in token · `?from&to` → 200, the table. */
const personExportEndpoint = fileEndpoint({
  ...described,
  path: '/v1/me/exports/:file',
  summary: 'Take one’s own payouts or statements along as CSV or JSON Lines.',
  access: recommenderAccess,
  params: personExportParamsSchema,
  send: (context, { who: { recommenderId }, params: { file }, query: period }, response) =>
    sendExport(context, response, openPersonExport(context, { recommenderId, file, period })),
})

/** In the order of docs/reference/http.md. */
export const exportEndpoints: readonly Endpoint[] = [shopExportEndpoint, personExportEndpoint]
