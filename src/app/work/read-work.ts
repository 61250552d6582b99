// What is under way for a retailer: zero everywhere means that everything known has reached the chain and the books.

import type { AppDeps } from '../deps.ts'
import type { WorkView } from '../views.ts'

/** Counts of unfinished work; `projecting` is of the whole relayer. */
export async function readWork(
  deps: Pick<AppDeps, 'retailers' | 'chainEvents' | 'chainClock' | 'clock'>,
  { retailerId }: { readonly retailerId: string },
): Promise<WorkView> {
  const projecting = await deps.chainEvents.countUnapplied()
  const chainNowSeconds = deps.chainClock.nowSeconds() ?? 0
  return deps.retailers.transaction(retailerId, async (unit) => {
    const setAside = await unit.proposals.countSetAsides(deps.clock.now())
    return {
      deliveries: await unit.deliveries.countIn('received'),
      waiting: (await unit.rewards.countWaiting()) - setAside,
      setAside,
      committing: await unit.batches.countInState('signed'),
      amending: await unit.batches.countReductions(),
      settling: await unit.batches.countMatured(chainNowSeconds),
      projecting,
    }
  })
}
