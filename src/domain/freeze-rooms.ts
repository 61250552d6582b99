// Freezes what caps leave for an order when its pot is first known, so that neither refunds nor other orders change it.

import { invariant } from './invariant.ts'
import { minMicros, sumMicros, type Micros } from './money.ts'
import { sharePot } from './share-pot.ts'

import type { Credited } from './attribution.ts'
import type { RecommenderId } from './ids.ts'
import type { Policy } from './policy.ts'

/** What caps leave, in micros of the token; absent where the policy has no such cap. */
export type CapRooms = {
  readonly order?: Micros
  readonly people: ReadonlyMap<RecommenderId, Micros>
}

/**
 * Freezes rooms and grants by what the order earned as it was paid, `potMicros`: at most that much counts against the
 * caps, so at most that much is ever given under them, whatever the order is changed to later. The order's room is cut
 * to its pot and not to what was granted: what one person's cap holds back is not taken from the others as well.
 */
export function freezeRooms(
  attribution: Credited,
  { upline, rooms, potMicros }: { upline: Policy['upline']; rooms: CapRooms; potMicros: Micros },
): Credited {
  const credits = attribution.credits.map((credit) => {
    const room = rooms.people.get(credit.recommenderId)
    return room === undefined ? credit : { ...credit, roomMicros: room }
  })
  const shares = sharePot({ upline, potMicros, credits, roomMicros: rooms.order })
  return {
    ...attribution,
    grantedMicros: sumMicros(shares.map((share) => share.micros)),
    ...(rooms.order === undefined ? {} : { roomMicros: minMicros(rooms.order, potMicros) }),
    credits: credits.map((credit) => {
      const share = shares.find((one) => one.recommenderId === credit.recommenderId)
      invariant(share, 'whoever is credited has a share')
      const own = { ...credit, grantedMicros: share.micros }
      return own.roomMicros === undefined
        ? own
        : { ...own, roomMicros: minMicros(own.roomMicros, share.micros) }
    }),
  }
}
