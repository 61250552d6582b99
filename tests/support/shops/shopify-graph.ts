// Orders as Shopify's GraphQL Admin API tells them, made of the same sales as the webhook bodies, so that what is told
// twice is the same.

import { connection, type GraphObject } from './graphql-select.ts'
import { decimal, lineTotal, refundTotal, refundedOf, subtotalOf, totalOf } from './sale.ts'
import { attributes, financialStatus, instant, takenBack } from './shopify-rest.ts'
import type { Cents, Sale, SaleDispute, SaleLine, SaleRefund } from './sale.ts'

const money = (amount: Cents, currency: string): GraphObject => {
  const value = { __typename: 'MoneyV2', amount: decimal(amount), currencyCode: currency }
  return { __typename: 'MoneyBag', shopMoney: value, presentmentMoney: value }
}

const STATUS_NAMES: Readonly<Record<string, string>> = {
  pending: 'PENDING',
  paid: 'PAID',
  partially_refunded: 'PARTIALLY_REFUNDED',
  refunded: 'REFUNDED',
}

/** The order as GraphQL's type `Order` has it. */
export function graphOrder(sale: Sale): GraphObject {
  const { currency } = sale
  const landing = sale.landing
  const visit: GraphObject | null =
    landing === null
      ? null
      : {
          __typename: 'CustomerVisit',
          landingPage: landing,
          occurredAt: instant(sale.createdAt),
          referrerUrl: null,
        }
  return {
    __typename: 'Order',
    id: `gid://shopify/Order/${sale.saleId}`,
    legacyResourceId: String(sale.saleId),
    name: `#${sale.saleId}`,
    createdAt: instant(sale.createdAt),
    processedAt: instant(sale.createdAt),
    updatedAt: instant(sale.updatedAt),
    cancelledAt: sale.cancelledAt === null ? null : instant(sale.cancelledAt),
    displayFinancialStatus: STATUS_NAMES[financialStatus(sale)] ?? null,
    currencyCode: currency,
    presentmentCurrencyCode: currency,
    taxesIncluded: false,
    test: sale.isTest,
    email: sale.email,
    customer: {
      __typename: 'Customer',
      id: `gid://shopify/Customer/${sale.customerId}`,
      legacyResourceId: String(sale.customerId),
      email: sale.email,
      defaultEmailAddress: { __typename: 'CustomerEmailAddress', emailAddress: sale.email },
      numberOfOrders: '1',
    },
    customAttributes: attributes(sale).map(({ name, value }) => ({
      __typename: 'Attribute',
      key: name,
      value,
    })),
    discountCode: sale.coupons[0] ?? null,
    discountCodes: sale.coupons,
    customerJourneySummary: {
      __typename: 'CustomerJourneySummary',
      ready: true,
      customerOrderIndex: 1,
      firstVisit: visit,
      lastVisit: visit,
    },
    shippingAddress: { __typename: 'MailingAddress', countryCodeV2: 'US' },
    billingAddress: { __typename: 'MailingAddress', countryCodeV2: 'US' },
    subtotalPriceSet: money(subtotalOf(sale), currency),
    totalPriceSet: money(totalOf(sale), currency),
    currentTotalPriceSet: money(totalOf(sale) - refundedOf(sale), currency),
    totalShippingPriceSet: money(sale.shipping, currency),
    totalTaxSet: money(sale.tax, currency),
    totalRefundedSet: money(refundedOf(sale), currency),
    lineItems: connection('LineItem', {
      rows: sale.lines,
      node: (line) => graphLine(sale, line),
    }),
    // A plain list, as the API has it; `first` cuts it.
    refunds: ({ first }) =>
      sale.refunds.slice(0, Number(first ?? sale.refunds.length)).map((one) => graphRefund(sale, one)),
    disputes: sale.disputes.map(({ disputeId, state }) => ({
      __typename: 'OrderDisputeSummary',
      id: `gid://shopify/OrderDisputeSummary/${disputeId}`,
      initiatedAs: 'CHARGEBACK',
      status: state === 'open' ? 'NEEDS_RESPONSE' : state.toUpperCase(),
    })),
  }
}

function graphLine(sale: Sale, line: SaleLine): GraphObject {
  const { currency } = sale
  return {
    __typename: 'LineItem',
    id: `gid://shopify/LineItem/${line.lineId}`,
    sku: line.sku,
    title: line.title,
    name: line.title,
    quantity: line.quantity,
    currentQuantity: line.quantity - takenBack(sale, line),
    isGiftCard: false,
    product: {
      __typename: 'Product',
      id: `gid://shopify/Product/${line.productId}`,
      legacyResourceId: String(line.productId),
    },
    originalUnitPriceSet: money(line.price, currency),
    originalTotalSet: money(line.price * BigInt(line.quantity), currency),
    discountedTotalSet: money(lineTotal(line), currency),
    totalDiscountSet: money(line.discount, currency),
    discountAllocations:
      line.discount === 0n
        ? []
        : [{ __typename: 'DiscountAllocation', allocatedAmountSet: money(line.discount, currency) }],
    taxLines: [],
  }
}

/** The dispute as GraphQL's type `ShopifyPaymentsDispute` has it. */
export function graphDispute(sale: Sale, { disputeId, at, amount, state }: SaleDispute): GraphObject {
  return {
    __typename: 'ShopifyPaymentsDispute',
    id: `gid://shopify/ShopifyPaymentsDispute/${disputeId}`,
    legacyResourceId: String(disputeId),
    type: 'CHARGEBACK',
    status: state === 'open' ? 'NEEDS_RESPONSE' : state.toUpperCase(),
    initiatedAt: instant(at),
    finalizedOn: state === 'open' ? null : instant(sale.updatedAt).slice(0, 10),
    amount: { __typename: 'MoneyV2', amount: decimal(amount), currencyCode: sale.currency },
    order: {
      __typename: 'Order',
      id: `gid://shopify/Order/${sale.saleId}`,
      legacyResourceId: String(sale.saleId),
    },
  }
}

/** The refund as GraphQL's type `Refund` has it. */
export function graphRefund(sale: Sale, refund: SaleRefund): GraphObject {
  const { currency } = sale
  const shippingBack = refund.shipping === 0n ? [] : [{ reason: 'SHIPPING_REFUND', amount: -refund.shipping }]
  const goodwillBack =
    refund.goodwill === 0n ? [] : [{ reason: 'REFUND_DISCREPANCY', amount: -refund.goodwill }]
  return {
    __typename: 'Refund',
    id: `gid://shopify/Refund/${refund.refundId}`,
    legacyResourceId: String(refund.refundId),
    createdAt: instant(refund.at),
    processedAt: instant(refund.at),
    updatedAt: instant(refund.at),
    totalRefundedSet: money(refundTotal(refund), currency),
    refundLineItems: connection('RefundLineItem', {
      rows: refund.lines,
      node: ({ lineId, quantity, amount }) => ({
        __typename: 'RefundLineItem',
        quantity,
        lineItem: { __typename: 'LineItem', id: `gid://shopify/LineItem/${lineId}` },
        subtotalSet: money(amount, currency),
        totalTaxSet: money(0n, currency),
      }),
    }),
    refundShippingLines: connection('RefundShippingLine', {
      rows: refund.shipping === 0n ? [] : [refund],
      node: ({ shipping }) => ({
        __typename: 'RefundShippingLine',
        id: `gid://shopify/RefundShippingLine/${refund.refundId}`,
        subtotalAmountSet: money(shipping, currency),
        taxAmountSet: money(0n, currency),
      }),
    }),
    orderAdjustments: connection('OrderAdjustment', {
      rows: [...goodwillBack, ...shippingBack],
      node: ({ reason, amount }) => ({
        __typename: 'OrderAdjustment',
        id: `gid://shopify/OrderAdjustment/${refund.refundId}-${reason}`,
        reason,
        amountSet: money(amount, currency),
        taxAmountSet: money(0n, currency),
      }),
    }),
    transactions: connection('OrderTransaction', {
      rows: [refund],
      node: () => ({
        __typename: 'OrderTransaction',
        id: `gid://shopify/OrderTransaction/${refund.refundId}`,
        kind: 'REFUND',
        status: 'SUCCESS',
        amountSet: money(refundTotal(refund), currency),
      }),
    }),
  }
}
