// What a person is owed before it is pushed, unless they choose otherwise on the ledger.

import { micros } from './money.ts'

/** 0.10 of the token's unit, in micros: above what a push costs on any chain this is meant for. */
export const DEFAULT_MINIMUM_MICROS = micros(100_000n)
