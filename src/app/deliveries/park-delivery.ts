// A delivery at which this side failed again and again, for a reason of its own: it is parked like one that cannot be read,
// so that its shop sees it and can have it processed again, and nothing waits for it for ever.

import type { AppDeps } from '../deps.ts'

const OUTCOME =
  'The server failed at this message again and again; its log says why. Replay it once that is mended.'

/** Parks a delivery that is still to be processed; any other stays what it is. */
export async function parkDelivery(
  deps: Pick<AppDeps, 'retailers' | 'clock' | 'log'>,
  { retailerId, deliveryId }: { readonly retailerId: string; readonly deliveryId: string },
): Promise<void> {
  const isParked = await deps.retailers.transaction(retailerId, async (unit) => {
    const delivery = await unit.deliveries.take(deliveryId)
    if (delivery?.state !== 'received') return false
    await unit.deliveries.finish(deliveryId, { state: 'parked', outcome: OUTCOME, at: deps.clock.now() })
    return true
  })
  if (isParked) deps.log.error('a delivery was parked that could not be processed', { deliveryId })
}
