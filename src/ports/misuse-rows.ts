// What the rules against misuse look back on: counts over what is stored, each over a bounded number of rows.

import type { Returns } from '#domain/misuse/order-context.ts'
import type { LinkCode, OrderId, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Micros } from '#domain/money.ts'
import type { Instant } from '#domain/order-facts.ts'

/** A person in a program. */
export type PersonKey = { readonly programId: ProgramId; readonly recommenderId: RecommenderId }

/** Instants `[from, to]`, of which one order is left out. */
export type OtherOrders = { readonly from: Instant; readonly to: Instant; readonly except: OrderId }

export type MisuseRows = {
  /** HMAC of the domain of the person's e-mail address, hex; undefined without an address. */
  readonly emailDomainKey: (person: PersonKey) => Promise<string | undefined>
  /** Keeps that domain's key of somebody who joins. */
  readonly noteEmailDomain: (person: PersonKey, key: Uint8Array) => Promise<void>
  /** When the person joined. */
  readonly joinedAt: (person: PersonKey) => Promise<Instant | undefined>
  /** Whether somebody who takes part or was banned joined the program earlier with the same e-mail address. */
  readonly hasEarlierTwin: (person: PersonKey) => Promise<boolean>
  /** Whether an order under this customer account was placed with this e-mail address. */
  readonly ownsCustomerAccount: (customerKey: string, emailKey: string) => Promise<boolean>
  /** Counted clicks on a link in `[from, to]`. */
  readonly clicks: (code: LinkCode, from: Instant, to: Instant) => Promise<number>
  /** Direct rewards of the person for orders paid in a period. */
  readonly ordersOf: (person: PersonKey, orders: OtherOrders) => Promise<number>
  /** The latest of their orders that carried a discount code of theirs, and those of them without a click. */
  readonly couponOrdersOf: (
    person: PersonKey,
    orders: OtherOrders,
  ) => Promise<{ readonly orders: number; readonly withoutClick: number }>
  /** Their latest orders, and how many lost something; refused rewards are not counted. */
  readonly returnsOf: (person: PersonKey, orders: OtherOrders) => Promise<Returns>
  /** The same of the whole program. */
  readonly returnsOfProgram: (programId: ProgramId, orders: OtherOrders) => Promise<Returns>
  /** Largest amount of the program's other orders; zero when there is none. */
  readonly largestOrder: (programId: ProgramId, except: OrderId) => Promise<Micros>
  /** How many orders the program has, up to a limit. */
  readonly countOrders: (programId: ProgramId, limit: number) => Promise<number>
  /** Keeps what an order was worth, for later comparisons. */
  readonly noteSize: (orderId: OrderId, programId: ProgramId, eligibleMicros: Micros) => Promise<void>
}
