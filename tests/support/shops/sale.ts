// What was sold in a simulated shop, in terms of no platform: each platform's server tells it in its own words.

/** Cents of the shop's currency. */
export type Cents = bigint

export type SaleLine = {
  readonly lineId: number
  readonly productId: number
  readonly sku: string
  readonly title: string
  readonly quantity: number
  /** Of one piece, before discounts. */
  readonly price: Cents
  /** Of the whole line. */
  readonly discount: Cents
}

export type SaleRefund = {
  readonly refundId: number
  readonly at: number
  readonly lines: readonly { readonly lineId: number; readonly quantity: number; readonly amount: Cents }[]
  readonly shipping: Cents
  /** Money that came back without any line. */
  readonly goodwill: Cents
}

export type SaleDispute = {
  readonly disputeId: number
  readonly at: number
  readonly amount: Cents
  state: 'open' | 'won' | 'lost'
}

export type Sale = {
  readonly saleId: number
  readonly createdAt: number
  updatedAt: number
  /** Null while the buyer has not paid. */
  paidAt: number | null
  readonly currency: string
  readonly lines: readonly SaleLine[]
  readonly shipping: Cents
  readonly tax: Cents
  readonly email: string
  readonly customerId: number
  readonly coupons: readonly string[]
  /** Address in the shop that the buyer landed on, with its parameters; null when unknown. */
  readonly landing: string | null
  /** A click token that the shop's own pages noted with the cart. */
  readonly cartToken: string | null
  readonly isTest: boolean
  readonly refunds: SaleRefund[]
  readonly disputes: SaleDispute[]
  cancelledAt: number | null
  deletedAt: number | null
}

export type NewSale = {
  /** Such as `'20.00'`, for one piece of one product; or the lines themselves. */
  readonly amount?: string
  readonly lines?: readonly {
    readonly title?: string
    readonly quantity?: number
    readonly price: string
    readonly discount?: string
  }[]
  readonly shipping?: string
  readonly tax?: string
  readonly currency?: string
  readonly email?: string
  readonly coupons?: readonly string[]
  readonly landing?: string
  readonly cartToken?: string
  readonly isTest?: boolean
  /** Ordered and not paid yet. */
  readonly isUnpaid?: boolean
}

export type NewRefund = {
  /** Line of the order by its place; without one the money comes back by goodwill. */
  readonly line?: number
  readonly quantity?: number
  readonly amount: string
  readonly shipping?: string
}

/** `'20.00'` → 2000n. */
export function cents(text: string): Cents {
  const [units = '0', fraction = ''] = text.split('.')
  return BigInt(units) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2) || '0')
}

/** 2000n → `'20.00'`. */
export function decimal(amount: Cents): string {
  const sign = amount < 0n ? '-' : ''
  const digits = `${amount < 0n ? -amount : amount}`.padStart(3, '0')
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** What a line costs after discounts. */
export function lineTotal({ price, quantity, discount }: SaleLine): Cents {
  return price * BigInt(quantity) - discount
}

/** Lines after discounts, without shipping and tax. */
export function subtotalOf({ lines }: Sale): Cents {
  return lines.reduce((sum, line) => sum + lineTotal(line), 0n)
}

export function totalOf(sale: Sale): Cents {
  return subtotalOf(sale) + sale.shipping + sale.tax
}

export function refundTotal({ lines, shipping, goodwill }: SaleRefund): Cents {
  return lines.reduce((sum, { amount }) => sum + amount, 0n) + shipping + goodwill
}

export function refundedOf({ refunds }: Sale): Cents {
  return refunds.reduce((sum, refund) => sum + refundTotal(refund), 0n)
}

/** The parameters of the landing address, by name. */
export function landingParameter({ landing }: Sale, name: string): string | undefined {
  if (landing === null) return undefined
  return new URL(landing, 'https://shop.example').searchParams.get(name) ?? undefined
}
