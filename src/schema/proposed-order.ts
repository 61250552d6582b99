// An order behind a proposed reward, as this server answers it and as whoever holds the order key reads it: amounts are
// decimal strings and instants ISO 8601 in JSON, micros and milliseconds for the rules.

import type { ProposedSource } from '#domain/countersign/proposal.ts'
import type { ProposedVersion } from '#domain/countersign/proposed-order.ts'
import { REJECTING_RULES } from '#domain/misuse/verdict.ts'
import { micros, parseMicros } from '#domain/money.ts'
import { TOUCH_SOURCES } from '#domain/policy.ts'
import { z } from 'zod'
import { addressSchema } from './address.ts'
import { answeredInstantSchema, followerEvidenceSchema, tierSchema } from './answered.ts'
import { hexSchema } from './hex.ts'
import { answeredMicrosSchema } from './money.ts'

/** Most people, touches, links and versions of one policy that are read; an order has a few of each. */
export const PARTS_MAX = 1_000

const creditSchema = z.object({
  recommenderId: z.string(),
  payee: addressSchema,
  code: z.string(),
  role: z.enum(['direct', 'upline']),
  weight: z.int().min(0),
  ofRecommenderId: z.string().optional(),
  followers: z.int().min(0),
  followerEvidence: followerEvidenceSchema,
  holdSeconds: z.int().min(0),
  room: answeredMicrosSchema.optional(),
})

const touchSchema = z.object({
  source: z.enum(TOUCH_SOURCES),
  touchId: z.string(),
  touchedAt: answeredInstantSchema,
  code: z.string(),
  recommenderId: z.string(),
})

const campaignSchema = z.object({
  campaignId: z.string(),
  parentCampaignId: z.string().nullable(),
  startsAt: answeredInstantSchema,
  endsAt: answeredInstantSchema.nullable(),
})

const orderSchema = z.object({
  kind: z.literal('order'),
  connectionId: z.string(),
  externalId: z.string(),
  paidAt: answeredInstantSchema,
  touches: z.array(touchSchema).max(PARTS_MAX),
  barred: z.array(z.object({ recommenderId: z.string(), rule: z.enum(REJECTING_RULES) })).max(PARTS_MAX),
  links: z.array(z.object({ code: z.string(), campaigns: z.array(campaignSchema).max(2) })).max(PARTS_MAX),
  buyer: z.array(z.string()).max(2),
  ruleContext: z.object({
    tier: tierSchema,
    code: z.string(),
    campaignIds: z.array(z.string()),
    isNewCustomer: z.boolean(),
    isFirstOrder: z.boolean(),
    country: z.string().optional(),
  }),
  credits: z.array(creditSchema).max(PARTS_MAX),
  room: answeredMicrosSchema.optional(),
})

/** What a reward is for. */
export const proposedSourceSchema = z.discriminatedUnion('kind', [
  orderSchema,
  z.object({ kind: z.literal('deal'), dealId: z.string() }),
])

/** What another order's reward gave back. */
export const proposedRepaymentSchema = z.object({ source: orderSchema, amount: answeredMicrosSchema })

/** One version of a program's rules. */
export const proposedVersionSchema = z.object({
  versionNo: z.int().min(1),
  policyHash: hexSchema(32),
  effectiveFrom: answeredInstantSchema,
})

/** A source as the rules see it. */
export function readSource(answered: z.infer<typeof proposedSourceSchema>): ProposedSource {
  if (answered.kind === 'deal') return answered
  const { room, credits, paidAt, touches, links, ...order } = answered
  return {
    ...order,
    ...roomOf(room),
    paidAt: instantOf(paidAt),
    touches: touches.map((touch) => ({ ...touch, touchedAt: instantOf(touch.touchedAt) })),
    links: links.map(({ code, campaigns }) => ({ code, campaigns: campaigns.map(readCampaign) })),
    credits: credits.map(({ room: own, ...credit }) => ({ ...credit, ...roomOf(own) })),
  } as ProposedSource
}

/** A version as the rules see it. */
export function readVersion(answered: z.infer<typeof proposedVersionSchema>): ProposedVersion {
  return { ...answered, effectiveFrom: instantOf(answered.effectiveFrom) }
}

/** Milliseconds since 1970. */
export function instantOf(text: string): number {
  return Date.parse(text)
}

function readCampaign({ startsAt, endsAt, ...campaign }: z.infer<typeof campaignSchema>) {
  return {
    ...campaign,
    startsAt: instantOf(startsAt),
    endsAt: endsAt === null ? null : instantOf(endsAt),
  }
}

function roomOf(room: string | undefined) {
  return room === undefined ? {} : { roomMicros: micros(parseMicros(room) ?? 0n) }
}
