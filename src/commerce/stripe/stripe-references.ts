// What carried a recommendation, and other notes of a shop, in the metadata of Stripe's objects.

import type { CarriedReference } from '#domain/order-facts.ts'
import {
  clickTokenReference,
  couponReferences,
  landingSiteReferences,
  linkCodeReference,
  orderReferences,
} from '../references.ts'

export type Metadata = Readonly<Record<string, string>> | null | undefined

/** References of an order: the session's own `client_reference_id` where there is one, then its metadata. */
export function stripeReferences(
  metadata: Metadata,
  clientReferenceId?: string | null,
): readonly CarriedReference[] {
  return orderReferences([
    clickTokenReference(clientReferenceId),
    clickTokenReference(metadata?.['click_token']),
    linkCodeReference(metadata?.['link_code']),
    ...landingSiteReferences(metadata?.['landing_site']),
    ...couponReferences([metadata?.['coupon']]),
  ])
}

/**
 * Whether a shop says that a payment or invoice is an order by itself. Where a Checkout session tells of the same
 * payment, the session alone is the order.
 */
export function isOrderByItself(metadata: Metadata): boolean {
  return metadata?.['vouchpenny'] === 'order'
}

/** Whether a shop marked an order as a test. */
export function isMarkedTest(metadata: Metadata): boolean {
  return metadata?.['vouchpenny_test'] === 'yes'
}
