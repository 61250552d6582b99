// What every file of this folder works in: one database transaction of one retailer.

import type { RetailerId } from '#domain/ids.ts'

import type { DatabaseTransaction } from '../database.ts'

export type RetailerScope = {
  readonly transaction: DatabaseTransaction
  readonly retailerId: RetailerId
}
