// What every file of this folder works in: one database transaction of one person.

import type { RecommenderId } from '#domain/ids.ts'

import type { DatabaseTransaction } from '../database.ts'

export type RecommenderScope = {
  readonly transaction: DatabaseTransaction
  readonly recommenderId: RecommenderId
}
