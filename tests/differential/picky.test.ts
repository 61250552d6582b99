// The ledger over a token that refuses some payees, each in its own way, and whose units are smaller than micros.

import { FAMILIES } from './arena.ts'
import { testFamily } from './suite.ts'

testFamily(FAMILIES.picky)
