// A program's figures as this server answers them; docs/reference/metrics.md defines each.

import { z } from 'zod'
import { answeredInstantSchema, followerEvidenceSchema, listOf, ratioSchema, tierSchema } from './answered.ts'
import { answeredMicrosSchema } from './money.ts'

const averageSchema = answeredMicrosSchema.nullable()

const figures = {
  reach: z.int(),
  clicks: z.int(),
  uniqueClicks: z.int(),
  uncountedClicks: z.int(),
  ordersSeen: z.int(),
  orders: z.int(),
  newCustomerOrders: z.int(),
  ordersGivenBack: z.int(),
  seenSales: answeredMicrosSchema,
  sales: answeredMicrosSchema,
  keptSales: answeredMicrosSchema,
  granted: answeredMicrosSchema,
  rewards: answeredMicrosSchema,
  upline: answeredMicrosSchema,
  clickThroughBps: ratioSchema,
  conversionBps: ratioSchema,
  averageOrder: averageSchema,
  earningsPerClick: averageSchema,
  revenuePerClick: averageSchema,
  returnOnRewardsBps: ratioSchema,
  returnOnInvestmentBps: ratioSchema,
  refundBps: ratioSchema,
  refundedOrdersBps: ratioSchema,
  reversalBps: ratioSchema,
  newCustomerBps: ratioSchema,
  costPerNewCustomer: averageSchema,
  attributedSalesBps: ratioSchema,
}

const figuresSchema = z.object(figures).meta({ id: 'Figures' })

export const metricsAnswerSchema = z.object({
  programId: z.string(),
  from: answeredInstantSchema,
  to: answeredInstantSchema,
  totals: figuresSchema,
  declared: z.object({ shares: z.int(), reach: z.int() }),
  days: z.array(z.object({ day: answeredInstantSchema, ...figures })),
  tiers: z.array(
    z.object({
      ...figures,
      tier: tierSchema,
      people: z.int(),
      followers: z.int(),
      engagementBps: ratioSchema,
    }),
  ),
  people: z.array(
    z.object({
      ...figures,
      recommenderId: z.string(),
      handle: z.string(),
      tier: tierSchema,
      followers: z.int(),
      followerEvidence: followerEvidenceSchema,
      engagementBps: ratioSchema,
    }),
  ),
  timeToPay: z.object({ rewards: z.int(), p50Seconds: z.int().nullable(), p95Seconds: z.int().nullable() }),
  carrying: z.object({
    chainTransactions: z.int(),
    sentByOthers: z.int(),
    gas: z.int(),
    released: answeredMicrosSchema,
    gasPerReleasedUnit: z.int().nullable(),
    fees: averageSchema,
    payoutCostBps: ratioSchema,
  }),
})

export const spreadAnswerSchema = z.object({
  programId: z.string(),
  from: answeredInstantSchema,
  to: answeredInstantSchema,
  people: z.int(),
  generations: z.array(z.int()),
  reproductionBps: z.array(z.int()),
  depth: z.int(),
  breadth: z.int(),
  meanStructuralViralityBps: ratioSchema,
  cycleTimeSeconds: z.int().nullable(),
  broughtSalesBps: ratioSchema,
  kFactor: z.object({
    kBps: ratioSchema,
    invitationsBps: ratioSchema,
    joiningBps: ratioSchema,
    activePeople: z.int(),
    uniqueClicks: z.int(),
    joinedThroughLinks: z.int(),
  }),
  cascades: z.array(
    z.object({
      handle: z.string(),
      people: z.int(),
      depth: z.int(),
      breadth: z.int(),
      structuralViralityBps: z.int(),
      sales: answeredMicrosSchema,
    }),
  ),
  influencers: z.array(
    z.object({
      recommenderId: z.string(),
      handle: z.string(),
      generation: z.int(),
      children: z.int(),
      downstreamPeople: z.int(),
      sales: answeredMicrosSchema,
      downstreamSales: answeredMicrosSchema,
    }),
  ),
})

/** A person's own figures, program by program. */
export const ownMetricsAnswerSchema = listOf(
  z.object({
    programId: z.string(),
    programName: z.string(),
    shopName: z.string(),
    figures: figuresSchema,
    brought: z.object({
      people: z.int(),
      downstreamPeople: z.int(),
      downstreamSales: answeredMicrosSchema,
    }),
  }),
)

export type MetricsAnswer = z.infer<typeof metricsAnswerSchema>
export type SpreadAnswer = z.infer<typeof spreadAnswerSchema>
