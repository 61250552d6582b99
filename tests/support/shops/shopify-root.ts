// What a simulated Shopify store can be asked for: orders and disputes by search, single orders and refunds.

import type { GraphArguments } from './graphql-parse.ts'
import { connection, type GraphObject } from './graphql-select.ts'
import type { SaleBook } from './sale-book.ts'
import { graphDispute, graphOrder, graphRefund } from './shopify-graph.ts'
import type { Sale } from './sale.ts'

/** The type `QueryRoot` of the Admin interface, over the store's book. */
export function queryRoot(book: Pick<SaleBook, 'all'>): GraphObject {
  return {
    __typename: 'QueryRoot',
    shop: { __typename: 'Shop', name: 'Blue mugs', currencyCode: 'USD' },
    orders: (args) =>
      connection('Order', {
        rows: sorted(filtered(book.all(), args['query']), args),
        placeOf: (sale) => [place(sale, args), sale.saleId],
        isReversed: args['reverse'] === true,
        node: graphOrder,
      })(args),
    disputes: (args) =>
      connection('ShopifyPaymentsDispute', {
        rows: disputesSince(book.all(), args['query']),
        placeOf: ({ dispute }) => [dispute.at, dispute.disputeId],
        isReversed: args['reverse'] === true,
        node: ({ sale, dispute }) => graphDispute(sale, dispute),
      })(args),
    order: ({ id }) => {
      const sale = book.all().find(({ saleId }) => id === `gid://shopify/Order/${saleId}`)
      return sale ? graphOrder(sale) : null
    },
    refund: ({ id }) => {
      for (const sale of book.all()) {
        const refund = sale.refunds.find(({ refundId }) => id === `gid://shopify/Refund/${refundId}`)
        if (refund) return graphRefund(sale, refund)
      }
      return null
    },
  }
}

/** Disputes by `initiated_at:>='…'`, oldest first. */
function disputesSince(sales: readonly Sale[], query: unknown) {
  const [, since = ''] = /^initiated_at:>='([^']+)'$/.exec(String(query)) ?? []
  return sales
    .flatMap((sale) => sale.disputes.map((dispute) => ({ sale, dispute })))
    .filter(({ dispute }) => dispute.at >= Date.parse(since))
    .toSorted((a, b) => a.dispute.at - b.dispute.at || a.dispute.disputeId - b.dispute.disputeId)
}

/** `updated_at:>=2026-11-22T00:00:00Z` and its like; terms that stand together must all hold. */
function filtered(sales: readonly Sale[], query: unknown): readonly Sale[] {
  if (typeof query !== 'string') return sales
  const terms = [...query.matchAll(/(updated_at|created_at|processed_at):(>=|<=|>|<)?'?"?([^\s'"]+)/g)]
  return sales.filter((sale) =>
    terms.every(([, field, comparison, text]) => {
      const value = field === 'updated_at' ? sale.updatedAt : sale.createdAt
      const bound = Date.parse(text ?? '')
      if (comparison === '>=') return value >= bound
      if (comparison === '>') return value > bound
      if (comparison === '<=') return value <= bound
      return comparison === '<' ? value < bound : value === bound
    }),
  )
}

function place(sale: Sale, { sortKey }: GraphArguments): number {
  if (sortKey === 'UPDATED_AT') return sale.updatedAt
  return sortKey === 'ID' ? sale.saleId : sale.createdAt
}

function sorted(sales: readonly Sale[], args: GraphArguments): readonly Sale[] {
  const rows = sales.toSorted((a, b) => place(a, args) - place(b, args) || a.saleId - b.saleId)
  return args['reverse'] === true ? rows.toReversed() : rows
}
