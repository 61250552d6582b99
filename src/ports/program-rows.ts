// Programs, their policies, their connections, and who has joined.

import type { DisclosureVariant } from '#domain/disclosure.ts'
import type { ConnectionId, LinkCode, ProgramId, RecommenderId } from '#domain/ids.ts'
import type { Instant } from '#domain/order-facts.ts'
import type { Policy } from '#domain/policy.ts'
import type { FollowerEvidence } from '#domain/tier.ts'
import type { Address } from 'viem'

import type { Platform } from './commerce.ts'

export type ConnectionRow = {
  readonly connectionId: ConnectionId
  readonly platform: Platform
  readonly currency: string
  readonly secretSealed: Uint8Array
  readonly previousSecretSealed: Uint8Array | null
  /** Until when the previous secret is taken; null where there never was one. */
  readonly previousSecretUntil: Instant | null
  /** The platform or the shop made it; else this server did. */
  readonly isSecretPasted: boolean
  readonly createdAt: Instant
  /** Nothing is taken from it since then. */
  readonly closedAt: Instant | null
}

/** sales: pays for orders; deals: pays agreed fees and nothing else, so that no total mixes the two. */
export type ProgramKind = 'sales' | 'deals'

export type ProgramRow = {
  readonly programId: ProgramId
  readonly kind: ProgramKind
  readonly name: string
  readonly shopUrl: string
  readonly policy: Policy
  readonly policyHash: string
}

export type EnrollmentRow = {
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  readonly handle: string
  readonly payee: Address
  /** HMAC of the normalised e-mail under the retailer's secret. */
  readonly emailKey: Uint8Array | null
  /** `left` by themselves: nothing more is earned, and the person is being erased. */
  readonly status: 'active' | 'paused' | 'banned' | 'left'
  /** Since when, if it ever changed. */
  readonly statusAt: Instant | null
  readonly followers: number
  readonly followerEvidence: FollowerEvidence
  /** The shop trusts this person: rewards are held for the shorter time. */
  readonly isTrusted: boolean
  /** Whose link led here; frozen when the person joined. */
  readonly parentRecommenderId: RecommenderId | null
  /** That link. */
  readonly joinedVia: LinkCode | null
  /** Paid like everybody, and left out of rankings and of everything that compares people. */
  readonly withoutProfile: boolean
}

export type LinkRow = {
  readonly code: LinkCode
  readonly programId: ProgramId
  readonly recommenderId: RecommenderId
  /** The campaign that the link belongs to. */
  readonly campaignId: string | null
  /** The wording that its text was given out with. */
  readonly disclosure: DisclosureVariant
}

/** Whom a buyer stays with. */
export type BindingRow = {
  readonly programId: ProgramId
  /** HMAC of the buyer's e-mail; hex. */
  readonly buyerKey: string
  readonly recommenderId: RecommenderId
  readonly code: LinkCode
  readonly boundAt: Instant
}

export type ProgramRows = {
  readonly insertConnection: (row: ConnectionRow) => Promise<void>
  readonly connection: (connectionId: ConnectionId) => Promise<ConnectionRow | undefined>
  readonly insertProgram: (row: ProgramRow & { readonly createdAt: Instant }) => Promise<void>
  readonly program: (programId: ProgramId) => Promise<ProgramRow | undefined>
  /** The retailer's programs for sales, oldest first. */
  readonly programs: () => Promise<readonly ProgramRow[]>
  /** Those for deals, oldest first. */
  readonly dealPrograms: () => Promise<readonly ProgramRow[]>
  readonly policy: (programId: ProgramId, policyHash: string) => Promise<Policy | undefined>
  readonly insertEnrollment: (
    row: EnrollmentRow & { readonly createdAt: Instant },
  ) => Promise<'inserted' | 'already-joined' | 'handle-taken'>
  readonly enrollment: (
    programId: ProgramId,
    recommenderId: RecommenderId,
  ) => Promise<EnrollmentRow | undefined>
  /** The same, and nobody else changes it until the database transaction ends. */
  readonly lockEnrollment: (
    programId: ProgramId,
    recommenderId: RecommenderId,
  ) => Promise<EnrollmentRow | undefined>
  /** What the shop or the person says of themselves; nothing else of an enrolment ever changes. */
  readonly updateEnrollment: (
    programId: ProgramId,
    recommenderId: RecommenderId,
    change: Partial<
      Pick<EnrollmentRow, 'status' | 'statusAt' | 'followers' | 'followerEvidence' | 'isTrusted'>
    >,
  ) => Promise<void>
  readonly insertLink: (row: LinkRow & { readonly createdAt: Instant }) => Promise<'inserted' | 'exists'>
  readonly link: (code: LinkCode) => Promise<LinkRow | undefined>
  /** Whom a buyer is or was bound to, by program. */
  readonly bindings: (buyerKey: string) => Promise<readonly BindingRow[]>
  /** Binds a buyer anew, in place of an earlier binding of the program. */
  readonly saveBinding: (row: BindingRow) => Promise<void>
}
