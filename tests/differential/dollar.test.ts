// The ledger over a token that behaves, and takes permits and authorizations.

import { FAMILIES } from './arena.ts'
import { testFamily } from './suite.ts'

testFamily(FAMILIES.dollar)
