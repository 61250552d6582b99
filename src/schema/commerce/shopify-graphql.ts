// What is read of Shopify's GraphQL Admin interface: tokens of the client credentials grant, pages of orders, and what they
// cost (https://shopify.dev/docs/api/admin-graphql, version 2026-07).

import { z } from 'zod'
import { instantSchema } from './instant.ts'

/** Most entries of any list in an answer: Shopify gives 250 at most. */
const LIST_MAX = 250

/** Longest text of an answer. */
const text = z.string().max(16_384).nullish()

/** The number at the end of `gid://shopify/Order/5678901234567`, which webhooks give as the id. */
const gid = z
  .string()
  .regex(/^gid:\/\/shopify\/[A-Za-z]+\/[1-9]\d{0,19}(?:\?.*)?$/, 'must be an id of Shopify')
  .transform((id) => /\d+(?=\?|$)/.exec(id.slice(id.lastIndexOf('/')))?.[0] ?? '')

const legacyId = z
  .union([z.string().regex(/^[1-9]\d{0,19}$/), z.int().positive(), z.bigint().positive()])
  .transform(String)

/** A day, as GraphQL's type Date writes it, or an instant. */
const dayOrInstant = z
  .string()
  .transform((written) => (/^\d{4}-\d{2}-\d{2}$/.test(written) ? `${written}T00:00:00Z` : written))
  .pipe(instantSchema)

const money = z.object({
  shopMoney: z.object({ amount: z.string().max(32), currencyCode: z.string().length(3) }),
})

export type GraphMoney = z.output<typeof money>

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().max(4_096).nullish() })

function connectionOf<Node extends z.ZodType>(node: Node) {
  return z.object({ nodes: z.array(node).max(LIST_MAX), pageInfo })
}

const line = z.object({
  id: gid,
  product: z.object({ legacyResourceId: legacyId }).nullish(),
  sku: text,
  title: text,
  quantity: z.int().min(0),
  currentQuantity: z.int().min(0).nullish(),
  isGiftCard: z.boolean().nullish(),
  originalUnitPriceSet: money,
  discountAllocations: z.array(z.object({ allocatedAmountSet: money })).max(LIST_MAX),
  taxLines: z.array(z.object({ priceSet: money })).max(LIST_MAX),
})

const refundedLine = z.object({
  lineItem: z.object({ id: gid }).nullish(),
  quantity: z.int().min(0),
  subtotalSet: money,
  totalTaxSet: money.nullish(),
})

const refund = z.object({
  id: z.string().max(128),
  legacyResourceId: legacyId,
  createdAt: instantSchema.nullish(),
  updatedAt: instantSchema,
  refundLineItems: connectionOf(refundedLine),
  transactions: connectionOf(
    z.object({ kind: z.string().max(32), status: z.string().max(32), amountSet: money }),
  ),
  orderAdjustments: connectionOf(
    z.object({ reason: z.string().max(64).nullish(), amountSet: money, taxAmountSet: money.nullish() }),
  ),
  refundShippingLines: connectionOf(z.object({ subtotalAmountSet: money, taxAmountSet: money.nullish() })),
})

const order = z.object({
  id: z.string().max(128),
  legacyResourceId: legacyId,
  displayFinancialStatus: z.string().max(32).nullish(),
  cancelledAt: instantSchema.nullish(),
  createdAt: instantSchema,
  processedAt: instantSchema,
  updatedAt: instantSchema,
  test: z.boolean(),
  taxesIncluded: z.boolean(),
  subtotalPriceSet: money.nullish(),
  totalPriceSet: money,
  totalShippingPriceSet: money.nullish(),
  totalTaxSet: money.nullish(),
  email: text,
  customer: z
    .object({
      legacyResourceId: legacyId,
      defaultEmailAddress: z.object({ emailAddress: text }).nullish(),
    })
    .nullish(),
  shippingAddress: z.object({ countryCodeV2: z.string().max(16).nullish() }).nullish(),
  billingAddress: z.object({ countryCodeV2: z.string().max(16).nullish() }).nullish(),
  discountCodes: z.array(z.string().max(16_384)).max(LIST_MAX),
  customAttributes: z.array(z.object({ key: z.string().max(16_384), value: text })).max(LIST_MAX),
  customerJourneySummary: z
    .object({
      ready: z.boolean(),
      customerOrderIndex: z.int().min(0).nullish(),
      lastVisit: z.object({ landingPage: text }).nullish(),
    })
    .nullish(),
  lineItems: connectionOf(line),
  refunds: z.array(refund).max(1_000),
})

export type GraphOrder = z.output<typeof order>
export type GraphRefund = z.output<typeof refund>
export type GraphLine = z.output<typeof line>

/** What every answer says of its cost, and of what went wrong beside the data. */
const envelope = {
  errors: z
    .array(
      z.object({
        message: z.string().max(4_096).nullish(),
        extensions: z.object({ code: z.string().max(64).nullish() }).nullish(),
      }),
    )
    .max(LIST_MAX)
    .nullish(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number().min(0).nullish(),
          throttleStatus: z
            .object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() })
            .nullish(),
        })
        .nullish(),
    })
    .nullish(),
}

export const graphAnswer = z.object({ data: z.unknown().optional(), ...envelope })

export type GraphAnswer = z.output<typeof graphAnswer>

export const graphOrdersPage = z.object({ orders: connectionOf(order) })

export const graphOneOrder = z.object({ order: order.nullable() })

export const graphLinesPage = z.object({ order: z.object({ lineItems: connectionOf(line) }).nullable() })

export const graphRefundPage = z.object({ refund: refund.nullable() })

/** An answer of the token address (RFC 6749, section 5.1). */
export const shopifyToken = z.object({
  access_token: z.string().min(1).max(4_096),
  /** Seconds; a day today. */
  expires_in: z.int().positive().max(31_536_000),
  scope: z.string().max(16_384).nullish(),
})

const dispute = z.object({
  legacyResourceId: legacyId,
  type: z.string().max(32),
  status: z.string().max(32),
  initiatedAt: instantSchema,
  finalizedOn: dayOrInstant.nullish(),
  amount: z.object({ amount: z.string().max(32), currencyCode: z.string().length(3) }),
  order: z.object({ legacyResourceId: legacyId }).nullish().default(null),
})

export type GraphDispute = z.output<typeof dispute>

/** Disputes of Shopify Payments. */
export const graphDisputesPage = z.object({ disputes: connectionOf(dispute) })
