// The queries that are put to Shopify's GraphQL Admin interface. A query may cost 1 000 points, counted before it runs by the
// lists it asks for, so a page holds few orders with the first of their lines; what has more is asked for by itself.

/** A version that Shopify answers until July 2027 (https://shopify.dev/docs/api/usage/versioning). */
export const SHOPIFY_API_VERSION = '2026-07'

/** Orders of one page: with their first lines and refunds about 800 points. */
export const ORDERS_PER_PAGE = 5

/** Lines that come with an order, and lines of a page of their own (about ten points each). */
const LINES_WITH_ORDER = 8
const LINES_PER_PAGE = 60

/** Lines, payments, adjustments and shipping that come with a refund, and those of a refund asked for by itself. */
const REFUND_LINES_WITH_ORDER = 3
const REFUND_PARTS_WITH_ORDER = 2
const REFUND_LINES_PER_PAGE = 60
const REFUND_PARTS_PER_PAGE = 25

const MONEY = '{ shopMoney { amount currencyCode } }'
const PAGE_INFO = 'pageInfo { hasNextPage endCursor }'

const LINE = `id sku title quantity currentQuantity isGiftCard
  product { legacyResourceId }
  originalUnitPriceSet ${MONEY}
  discountAllocations { allocatedAmountSet ${MONEY} }
  taxLines { priceSet ${MONEY} }`

function refundParts(lines: string, parts: number): string {
  return `id legacyResourceId createdAt updatedAt
  refundLineItems(${lines}) {
    nodes { quantity lineItem { id } subtotalSet ${MONEY} totalTaxSet ${MONEY} } ${PAGE_INFO}
  }
  transactions(first: ${parts}) { nodes { kind status amountSet ${MONEY} } ${PAGE_INFO} }
  orderAdjustments(first: ${parts}) { nodes { reason amountSet ${MONEY} taxAmountSet ${MONEY} } ${PAGE_INFO} }
  refundShippingLines(first: ${parts}) { nodes { subtotalAmountSet ${MONEY} taxAmountSet ${MONEY} } ${PAGE_INFO} }`
}

const ORDER = `id legacyResourceId displayFinancialStatus cancelledAt createdAt processedAt updatedAt test taxesIncluded
  subtotalPriceSet ${MONEY}
  totalPriceSet ${MONEY}
  totalShippingPriceSet ${MONEY}
  totalTaxSet ${MONEY}
  email
  customer { legacyResourceId defaultEmailAddress { emailAddress } }
  shippingAddress { countryCodeV2 }
  billingAddress { countryCodeV2 }
  discountCodes
  customAttributes { key value }
  customerJourneySummary { ready customerOrderIndex lastVisit { landingPage } }
  lineItems(first: ${LINES_WITH_ORDER}) { nodes { ${LINE} } ${PAGE_INFO} }
  refunds { ${refundParts(`first: ${REFUND_LINES_WITH_ORDER}`, REFUND_PARTS_WITH_ORDER)} }`

/** Orders by when they were last changed, oldest first; `$filter` is a search of Shopify's. */
export const ORDERS_QUERY = `query Orders($count: Int!, $after: String, $filter: String!) {
  orders(first: $count, after: $after, query: $filter, sortKey: UPDATED_AT) {
    nodes {
      ${ORDER}
    }
    ${PAGE_INFO}
  }
}`

/** One order by its number, null where the app may not see it or there is none. */
export const ORDER_QUERY = `query Order($id: ID!) {
  order(id: $id) { ${ORDER} }
}`

/** More lines of one order. */
export const LINES_QUERY = `query Lines($id: ID!, $after: String) {
  order(id: $id) { lineItems(first: ${LINES_PER_PAGE}, after: $after) { nodes { ${LINE} } ${PAGE_INFO} } }
}`

/** One refund, or more lines of it. */
export const REFUND_QUERY = `query Refund($id: ID!, $after: String) {
  refund(id: $id) { ${refundParts(`first: ${REFUND_LINES_PER_PAGE}, after: $after`, REFUND_PARTS_PER_PAGE)} }
}`

/** Disputes of one page, about three points each. */
const DISPUTES_PER_PAGE = 50

/** Disputes of Shopify Payments; takes the scope `read_shopify_payments_disputes`. */
export const DISPUTES_QUERY = `query Disputes($after: String, $filter: String!) {
  disputes(first: ${DISPUTES_PER_PAGE}, after: $after, query: $filter) {
    nodes {
      legacyResourceId type status initiatedAt finalizedOn amount { amount currencyCode } order { legacyResourceId }
    }
    ${PAGE_INFO}
  }
}`
