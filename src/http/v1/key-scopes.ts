// Where an Idempotency-Key counts. The retailer whose number it is kept under comes from the id in the request.

import type { Anyone, Recommender, Retailer } from '#domain/access/principal.ts'
import { OPERATOR_SCOPE, RETAILER_ID_LENGTH } from '#domain/ids.ts'
import type { KeyScope } from '../endpoint.ts'

/** Keys of one API key. */
export function retailerKeyScope({ retailerId, keyId }: Retailer): KeyScope {
  return { retailerId, principal: keyId }
}

/** Keys of the operator. */
export function operatorKeyScope(): KeyScope {
  return { retailerId: OPERATOR_SCOPE, principal: 'operator' }
}

/** Keys of everybody without a key, for what concerns no single shop. */
export function publicKeyScope(): KeyScope {
  return { retailerId: OPERATOR_SCOPE, principal: 'public' }
}

/** Keys of one person, or of everybody without a key, within the retailer whose program is named. */
export function personKeyScope(who: Anyone | Recommender, programId: string): KeyScope {
  const principal = who.kind === 'recommender' ? who.recommenderId : 'public'
  return { retailerId: programId.slice(0, RETAILER_ID_LENGTH), principal }
}

/** Keys of one person for what concerns no single shop. */
export function ownKeyScope({ recommenderId }: Recommender): KeyScope {
  return { retailerId: OPERATOR_SCOPE, principal: recommenderId }
}
