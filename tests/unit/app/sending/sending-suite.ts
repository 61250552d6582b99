// What sending promises, whatever it is stored in. Runs on stores in memory and on PostgreSQL.

import { describeFaults } from './sending-faults-suite.ts'
import { describeLimits } from './sending-limits-suite.ts'
import { describeOutcomes } from './sending-outcomes-suite.ts'
import type { MakeStores } from './sending-world.ts'

export function describeSending(name: string, makeStores: MakeStores): void {
  describeOutcomes(name, makeStores)
  describeFaults(name, makeStores)
  describeLimits(name, makeStores)
}
